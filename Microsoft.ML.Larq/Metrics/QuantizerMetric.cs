using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Metrics;

/// <summary>Something measured of a quantizer while a network is trained; derive to measure what you like.</summary>
/// <remarks>
/// <para>
/// A derived class overrides <see cref="OnForward"/>, <see cref="OnBackward"/> or both, adds up what it sees in states
/// made by <see cref="Remember"/>, and gives a number by <see cref="Compute"/>. Everything else follows from the
/// states: <see cref="Reset"/>, <see cref="SaveState"/>, <see cref="LoadState"/> and their combination over parts of
/// the data. Tensors stay on their device; nothing is read back before <see cref="Result"/>.
/// </para>
/// <para>
/// In a training loop of one's own it is hung into a quantizer, <c>quantizer.Metrics.Add(new MyMetric())</c>; in
/// <c>Fit</c> the options say which metrics go to which quantizers.
/// </para>
/// <para>
/// An exception that it throws becomes an <see cref="InvalidOperationException"/> that names it and its quantizer: at
/// once from a forward pass; from a backward pass, which no exception can cross, as soon as that is over. Safe for
/// several threads.
/// </para>
/// <para>Larq's RFC "Quantizers as subclasses of keras.layers.Layer", larq/larq issue 343.</para>
/// </remarks>
public abstract class QuantizerMetric : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<MetricState> _states = [];
    private long _forwards;
    private long _backwards;

    /// <summary>Creates the metric.</summary>
    /// <param name="name">
    /// Its name, put before a layer's as in <c>flip_ratio/conv</c>: lower-case letters, digits and underscores, a
    /// letter first; none of the library's own, as <c>flip_ratio</c> or <c>starved</c>.
    /// </param>
    /// <exception cref="ArgumentException">The name is of another form, or the library's.</exception>
    protected QuantizerMetric(string name)
        : this(name, isOurs: false)
    {
    }

    /// <summary>The same for the library's own metrics of other assemblies.</summary>
    internal QuantizerMetric(string name, bool isOurs)
    {
        Name = MetricName.Checked(name);
        if (MetricName.IsReserved(name) && !isOurs && GetType().Assembly != typeof(QuantizerMetric).Assembly)
        {
            throw new ArgumentException(
                $"'{name}' is what the library measures, and warnings are given by; choose another name.",
                nameof(name));
        }

        SeesForward = Sees(OnForward);
        SeesBackward = Sees(OnBackward);
    }

    /// <summary>Its name, for example <c>flip_ratio</c>.</summary>
    public string Name { get; }

    /// <summary>
    /// What it says, in a sentence or two for those who read the report: what is measured, and which values are
    /// healthy. At most 500 characters. Empty unless overridden.
    /// </summary>
    public virtual string Description => "";

    /// <summary>
    /// One pass in so many is measured, the first among them, counted for forward and backward passes apart; at least
    /// 1. Null (default): all in a training loop of one's own; in <c>Fit</c> as its option <c>MetricsInterval</c> says,
    /// one in four unless changed.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? Every
    {
        get;
        set => field = value is null or >= 1
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, $"Metric '{Name}': {nameof(Every)} is at least 1, got {value}.");
    }

    /// <summary>
    /// Whether every pass must be measured, as where each is compared with the one before; options then leave
    /// <see cref="Every"/> as it is. False unless overridden.
    /// </summary>
    public virtual bool NeedsEveryPass => false;

    /// <summary>The value now; NaN where nothing was measured. Waits for the device.</summary>
    public double Result
    {
        get
        {
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            lock (_lock) return Compute();
        }
    }

    /// <summary>Forgets what was seen, but for states that last.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            foreach (var state in _states.Where(state => !state.Lasts)) state.Clear();
            _forwards = _backwards = 0;
        }
    }

    /// <summary>Measures a forward pass.</summary>
    /// <param name="input">What was quantized.</param>
    /// <param name="output">What came out.</param>
    public void UpdateForward(Tensor input, Tensor output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        using var scope = NewDisposeScope();
        Forward(new QuantizerPass(input, () => output));
    }

    /// <summary>Measures a backward pass.</summary>
    /// <param name="input">What was quantized.</param>
    /// <param name="output">What came out.</param>
    /// <param name="upstream">The gradient that arrived, to the output.</param>
    /// <param name="gradient">The gradient that left, to the input.</param>
    public void UpdateBackward(Tensor input, Tensor output, Tensor upstream, Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(upstream);
        ArgumentNullException.ThrowIfNull(gradient);
        using var scope = NewDisposeScope();
        Backward(new QuantizerPass(input, () => output, () => upstream, gradient));
    }

    /// <summary>Copies all states that are not empty into main memory, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> SaveState() => Save(_ => true);

    /// <summary>Puts states back, one or those of several parts of the data combined, in place of its own.</summary>
    /// <param name="parts">What <see cref="SaveState"/> gave; a state that one lacks was empty there.</param>
    /// <exception cref="ArgumentException">
    /// There is no part, a state of an unknown name, states of several shapes, or others than equal where they have to
    /// be (<see cref="StateCombination.Same"/>).
    /// </exception>
    public void LoadState(params IReadOnlyList<IReadOnlyDictionary<string, Tensor>> parts)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var combined = StateParts.Combine(Name, _states, parts);
        lock (_lock)
        {
            foreach (var state in _states) state.Restore(combined);
        }
    }

    /// <summary>
    /// Makes a metric of one's own known by its name, for aliases as <c>ste_sign(metrics=['my_metric'])</c> and for
    /// scopes; once, before either is used. Safe for several threads.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="create">Makes a new one, of that name, at each call.</param>
    /// <exception cref="ArgumentException">The name is of another form, or that of a metric of the library.</exception>
    public static void Register(string name, Func<QuantizerMetric> create) => MetricRegistry.Add(name, create);

    /// <summary>Frees what it remembers, all of it; updated again, it starts anew.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Adds a state, in the constructor.</summary>
    /// <param name="name">Its name, another than the other states'.</param>
    /// <param name="combination">How it is combined over parts of the data.</param>
    /// <param name="lasts">
    /// Whether <see cref="Reset"/>, which begins every epoch, leaves it, and checkpoints hold it. Default false.
    /// </param>
    /// <exception cref="ArgumentException">There is a state of that name.</exception>
    protected MetricState Remember(
        string name, StateCombination combination = StateCombination.Sum, bool lasts = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (_states.Any(state => state.Name == name))
            throw new ArgumentException($"Metric '{Name}' has a state '{name}' already.", nameof(name));
        var added = new MetricState(name, combination, lasts);
        _states.Add(added);
        return added;
    }

    /// <summary>Reads a state's number, from outside of the metric's own methods.</summary>
    /// <param name="state">The state.</param>
    protected double Read(MetricState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var scope = NewDisposeScope();
        lock (_lock) return state.Read();
    }

    /// <summary>
    /// Measures a forward pass in training mode, with gradients enabled. Does nothing unless overridden.
    /// </summary>
    /// <param name="pass">Input and output.</param>
    protected virtual void OnForward(QuantizerPass pass)
    {
    }

    /// <summary>
    /// Measures a backward pass: what the custom gradient was given and what it gave. Does nothing unless overridden.
    /// </summary>
    /// <param name="pass">Input, output and both gradients.</param>
    protected virtual void OnBackward(QuantizerPass pass)
    {
    }

    /// <summary>The value, from the states; NaN where nothing was measured.</summary>
    protected abstract double Compute();

    /// <summary>Frees what it remembers.</summary>
    /// <param name="disposing">Whether it is disposed, not finalized.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        lock (_lock)
        {
            foreach (var state in _states) state.Clear();
            _forwards = _backwards = 0;
        }
    }

    /// <summary>Whether the value says something; where not, NaN is reported.</summary>
    internal virtual bool IsMeasured => true;

    /// <summary>The metrics of the quantizer that it is hung into; null for none.</summary>
    internal QuantizerMetrics? Owner { get; set; }

    internal bool SeesForward { get; }

    internal bool SeesBackward { get; }

    internal IReadOnlyDictionary<string, Tensor> SaveLasting() => Save(state => state.Lasts);

    /// <summary>The states that are others on each part of the data.</summary>
    internal IReadOnlyDictionary<string, Tensor> SaveParts() =>
        Save(state => state.Combination != StateCombination.Same);

    /// <summary>Combines what all parts saved; what lasts is kept, or forgotten where another part keeps it.</summary>
    internal void LoadParts(IReadOnlyList<IReadOnlyDictionary<string, Tensor>> parts, bool keepsLasting)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        MetricState[] states = [.. _states.Where(state => state.Combination != StateCombination.Same)];
        var combined = StateParts.Combine(Name, states, parts);
        lock (_lock)
        {
            foreach (var state in states)
            {
                if (state.Lasts && !keepsLasting) state.Clear();
                else state.Restore(combined);
            }
        }
    }

    internal void Forward(QuantizerPass pass)
    {
        using var noGrad = no_grad();
        lock (_lock)
        {
            if (_forwards++ % (Every ?? 1) != 0) return;
            OnForward(pass);
            pass.RequireWhole();
        }
    }

    internal void Backward(QuantizerPass pass)
    {
        using var noGrad = no_grad();
        lock (_lock)
        {
            if (_backwards++ % (Every ?? 1) != 0) return;
            OnBackward(pass);
            pass.RequireWhole();
        }
    }

    private Dictionary<string, Tensor> Save(Func<MetricState, bool> which)
    {
        lock (_lock)
        {
            return _states.Where(which).SelectMany(state => state.Copies())
                .ToDictionary(pair => pair.Name, pair => pair.Copy, StringComparer.Ordinal);
        }
    }

    // Which of the two is overridden decides what the quantizer has to hold until its backward pass.
    private static bool Sees(Action<QuantizerPass> method) => method.Method.DeclaringType != typeof(QuantizerMetric);
}
