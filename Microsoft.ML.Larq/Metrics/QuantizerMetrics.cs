using System.Collections.ObjectModel;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Metrics;

/// <summary>The metrics of one quantizer, each name once. Disposed with the quantizer.</summary>
public sealed class QuantizerMetrics : Collection<QuantizerMetric>
{
    internal QuantizerMetrics()
    {
    }

    /// <summary>Adds one by its name: <c>flip_ratio</c>, or that of one of your own which is registered.</summary>
    /// <param name="name">The name; <see cref="QuantizerMetric.Register"/> makes more known.</param>
    /// <exception cref="ArgumentException">The quantizer has it already.</exception>
    /// <exception cref="InvalidOperationException">There is none of that name; the message lists them.</exception>
    public void Add(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Add(MetricRegistry.Create(name));
    }

    /// <summary>The one of that type; null where there is none.</summary>
    /// <typeparam name="T">The metric's type.</typeparam>
    internal T? Get<T>()
        where T : QuantizerMetric => this.OfType<T>().FirstOrDefault();

    /// <summary>What errors call the quantizer.</summary>
    internal string Place { get; set; } = "";

    /// <summary>Whether passes go by unmeasured.</summary>
    internal bool IsPaused { get; set; }

    /// <summary>Whether backward passes do.</summary>
    internal bool PausesBackward { get; set; }

    internal bool SeesForward => !IsPaused && this.Any(metric => metric.SeesForward);

    internal bool SeesBackward => !IsPaused && !PausesBackward && this.Any(metric => metric.SeesBackward);

    /// <summary>Shows all a forward pass.</summary>
    /// <param name="input">What was quantized.</param>
    /// <param name="output">Gives what came out.</param>
    /// <param name="isScaledSign">Whether that are signs times scales.</param>
    /// <param name="isSign">Whether that are signs.</param>
    /// <exception cref="InvalidOperationException">One failed.</exception>
    internal void Forward(Tensor input, Func<Tensor> output, bool isScaledSign, bool isSign = false)
    {
        if (!SeesForward) return;
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var pass = new QuantizerPass(input, output) { IsScaledSign = isScaledSign, IsSign = isSign };
        foreach (var metric in this.Where(metric => metric.SeesForward)) Run(metric, metric.Forward, pass);
    }

    /// <summary>Shows all a backward pass.</summary>
    /// <exception cref="InvalidOperationException">One failed.</exception>
    internal void Backward(Tensor input, Func<Tensor> output, Func<Tensor> upstream, Tensor gradient)
    {
        if (!SeesBackward) return;
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var pass = new QuantizerPass(input, output, upstream, gradient);
        foreach (var metric in this.Where(metric => metric.SeesBackward)) Run(metric, metric.Backward, pass);
    }

    /// <inheritdoc/>
    protected override void InsertItem(int index, QuantizerMetric item)
    {
        RequireNew(item, -1);
        base.InsertItem(index, item);
        item.Owner = this;
    }

    /// <inheritdoc/>
    protected override void SetItem(int index, QuantizerMetric item)
    {
        RequireNew(item, index);
        this[index].Owner = null;
        base.SetItem(index, item);
        item.Owner = this;
    }

    /// <inheritdoc/>
    protected override void RemoveItem(int index)
    {
        this[index].Owner = null;
        base.RemoveItem(index);
    }

    /// <inheritdoc/>
    protected override void ClearItems()
    {
        foreach (var metric in this) metric.Owner = null;
        base.ClearItems();
    }

    private void RequireNew(QuantizerMetric item, int but)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (item.Owner is { } owner && owner != this)
        {
            throw new ArgumentException(
                $"This metric '{item.Name}' is of the quantizer {owner.Place} already: each has one of its own.",
                nameof(item));
        }

        if (this.Index().Any(pair => pair.Index != but && pair.Item.Name == item.Name))
            throw new ArgumentException($"The quantizer {Place} has a metric '{item.Name}' already.", nameof(item));
    }

    private void Run(QuantizerMetric metric, Action<QuantizerPass> update, QuantizerPass pass)
    {
        try
        {
            update(pass);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException(
                $"Metric '{metric.Name}' of the quantizer {Place} failed: {error.Message}", error);
        }
    }
}
