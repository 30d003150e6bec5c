using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

/// <summary>A quantizer of one's own: the part that needs no Torch, which names, saves and scores it.</summary>
/// <remarks>
/// <para>Its other part is a TorchSharp module with the pseudo-gradient, a <c>QuantizerModule</c>. An application that
/// trains registers both, once and before it builds or loads a network; one that only scores registers this part and
/// never loads libtorch. A file that names a quantizer which is not registered is an error that says so.</para>
/// <para>Derive a sealed record, so that equal parameters make equal values. Its alias and <see cref="Arguments"/> give
/// an equal one back through the function that is registered for the alias:</para>
/// <code>
/// // q(x) = +1 where x ≥ shift, otherwise −1; the gradient passes where |x| ≤ 1.
/// public sealed record ShiftedSignQuantizer(float Shift) : CustomQuantizer
/// {
///     public override string Alias =&gt; "shifted_sign";
///     public override int Precision =&gt; 1;
///     public override Alphabet Alphabet =&gt; Alphabet.Signs;
///     public override float? Window =&gt; 1f;
///     public override bool IsIdempotent =&gt; Shift is &gt; -1 and &lt;= 1;
///     protected override IEnumerable&lt;(string, object?)&gt; Arguments =&gt; [("shift", Shift)];
///
///     protected override void Quantize(
///         ReadOnlySpan&lt;float&gt; values, TensorShape shape, QuantizerValues parameters,
///         Span&lt;float&gt; quantized)
///     {
///         for (var i = 0; i &lt; values.Length; i++) quantized[i] = values[i] &gt;= Shift ? 1 : -1;
///     }
/// }
///
/// public sealed class ShiftedSign : QuantizerModule
/// {
///     private readonly Tensor _shift, _one;
///
///     public ShiftedSign(float shift) : base(nameof(ShiftedSign))
///     {
///         (_shift, _one) = (torch.tensor(shift), torch.tensor(1f));
///         RegisterComponents();
///     }
///
///     protected override Tensor Quantize(Tensor input) =&gt;
///         torch.where(input.ge(_shift), torch.ones_like(input), torch.ones_like(input).neg());
///
///     protected override Tensor PseudoGradient(Tensor input, Tensor upstream) =&gt;
///         torch.where(input.abs().le(_one), upstream, torch.zeros_like(upstream));
/// }
///
/// Quantizer.Register("shifted_sign", arguments =&gt; new ShiftedSignQuantizer(arguments.Number("shift", 0)));
/// QuantizerModules.Register&lt;ShiftedSignQuantizer&gt;((value, place) =&gt; new ShiftedSign(value.Shift));
///
/// network.QuantDense(64, inputQuantizer: "shifted_sign(shift=0.25)", kernelQuantizer: "ste_sign")
/// </code>
/// <para>Parameters that are trained (a threshold for each channel, a step) are named by <see cref="Parameters"/>, and
/// so is state that the module changes by itself (a moving mean), as one that is not trainable. They are weights of the
/// layer, <c>kernel_quantizer_…</c> and <c>input_quantizer_…</c>: initialized, saved, resumed and counted as such, and
/// the first are trained.</para>
/// <para>A registered buffer that is not named so, persistent or not, is taken for a constant, and so is a tensor in a
/// field that <c>RegisterComponents</c> finds: training that changes it is stopped with an error that names it, since
/// it would be lost. Parameters and changing buffers of modules within the module cannot be named and are refused. A
/// tensor that is not registered cannot be seen: keep no state in one.</para>
/// <para>Signs run packed, and so do inputs of 0 and 1 and kernels of −1, 0 and +1; a value that the alphabet does not
/// have is an error. What has another alphabet is scored in float, which the compile report says.</para>
/// </remarks>
public abstract record CustomQuantizer : Quantizer
{
    /// <summary>For derived records.</summary>
    protected CustomQuantizer()
    {
    }

    /// <summary>
    /// Whether q(q(x)) = q(x) for every tensor x: then a kernel of signs is saved as one bit a weight, otherwise, as by
    /// default, its latent values are. Without effect on a quantizer with trained parameters.
    /// </summary>
    public virtual bool IsIdempotent => false;

    /// <summary>
    /// Name and value of the arguments that the alias is written with: <see cref="float"/>, <see cref="int"/>,
    /// <see cref="bool"/>, texts without <c>" , =</c>, or null for None. Default none.
    /// </summary>
    protected virtual IEnumerable<(string Name, object? Value)> Arguments => [];

    internal override bool IsKeptAsSigns => Alphabet == Alphabet.Signs && IsIdempotent;

    /// <summary>The parameters that are trained or kept; default none.</summary>
    /// <param name="shape">
    /// The shape of what is quantized: a kernel's (height, width, input channels, output channels) or (inputs,
    /// outputs), or that of one row of an input, so that a parameter can be one for each channel.
    /// </param>
    public virtual IReadOnlyList<QuantizerParameter> Parameters(TensorShape shape) => [];

    internal sealed override void Compute(ReadOnlySpan<float> values, TensorShape shape, Span<float> quantized)
    {
        if (Parameters(shape) is [var parameter, ..])
        {
            throw new InvalidOperationException(
                $"Quantizer '{this}' has trained parameters, '{parameter.Name}' among them, and cannot quantize "
                + "without a layer's weights.");
        }

        Quantize(values, shape, QuantizerValues.None, quantized);
    }

    /// <summary>Computes the forward function: the numbers that the module computes in training.</summary>
    /// <param name="values">What to quantize.</param>
    /// <param name="shape">
    /// Its shape, as in <see cref="Parameters"/>; of an input one row, so that a row's score is its own.
    /// </param>
    /// <param name="parameters">The trained parameters as they are now.</param>
    /// <param name="quantized">Where the result goes; may be <paramref name="values"/> itself.</param>
    protected abstract void Quantize(
        ReadOnlySpan<float> values, TensorShape shape, QuantizerValues parameters, Span<float> quantized);

    internal override IReadOnlyList<QuantizerParameter> ParametersOf(TensorShape shape) => Parameters(shape);

    internal override void QuantizeWith(
        ReadOnlySpan<float> values, TensorShape shape, QuantizerValues parameters, Span<float> quantized)
    {
        Quantize(values, shape, parameters, quantized);
        var (at, promised) = Alphabet switch
        {
            Alphabet.Signs => (quantized.IndexOfAnyExcept(-1f, 1f), "−1 and +1"),
            Alphabet.ZeroOne => (quantized.IndexOfAnyExcept(0f, 1f), "0 and 1"),
            Alphabet.Ternary => (quantized.IndexOfAnyExcept(-1f, 0f, 1f), "−1, 0 and +1"),
            _ => (-1, ""),
        };
        if (at < 0) return;
        throw new InvalidOperationException(
            $"Quantizer '{this}' says that its alphabet is {Alphabet}, {promised}, and gave {quantized[at]}.");
    }

    internal override void CheckReadable()
    {
        RequireRegistered(this);
        if (Precision is < 1 or > 32)
            throw new ArgumentException($"Quantizer '{this}': Precision is from 1 to 32, got {Precision}.");
        if (!Enum.IsDefined(Alphabet))
        {
            throw new ArgumentException(
                $"Quantizer '{this}': Alphabet is one of {string.Join(", ", Enum.GetNames<Alphabet>())}, "
                + $"got {Alphabet}.");
        }

        if (Parse(ToString()) is var read && read.Equals(this)) return;
        throw new ArgumentException(
            $"Quantizer '{this}' is read back as '{read}', which is not equal: Arguments must name every parameter, "
            + "and the function given to Quantizer.Register must take each.");
    }

    private protected sealed override string Describe() => AliasCall.Call(Alias, Arguments.Select(argument =>
        argument.Value is null or float or int or bool or string
            ? $"{argument.Name}={AliasCall.Spelled(argument.Value)}"
            : throw new InvalidOperationException(
                $"Quantizer '{Alias}': argument '{argument.Name}' is a float, an int, a bool, a text or null, "
                + $"got a {argument.Value.GetType().Name}.")));
}
