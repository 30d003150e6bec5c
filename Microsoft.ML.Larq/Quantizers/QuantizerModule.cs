using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary>
/// A quantizer as a layer: a forward function, the pseudo-gradient that stands in for its derivative, and the
/// metrics it was asked for.
/// </summary>
/// <remarks>
/// <para>
/// Forward: q(x), as <see cref="Quantize"/> computes it. Backward: <see cref="PseudoGradient"/> is called by autograd
/// with the input of the forward and the gradient of the loss to q(x); what it returns is the gradient to x.
/// The custom gradient is used whenever a gradient can be asked for (gradients are enabled and the input requires
/// one), in training and in evaluation alike; otherwise only the forward function runs. The values are the same.
/// </para>
/// <para>Shape: any; the output has the shape, dtype and device of the input.</para>
/// <para>
/// To write one's own quantizer, derive and override the two methods; for a network, register it too
/// (<see cref="QuantizerModules.Register"/>). A quantizer may have parameters of its own, which are trained with the
/// network's weights: then override <see cref="ParameterGradient"/> as well. State that it changes itself, in training
/// mode alone, in place and without gradients, is a Float32 buffer (<c>register_buffer</c>) that its value part names
/// as not trainable; a tensor that is no registered component is in no saved model and no checkpoint. All return a new
/// tensor (use <c>alias()</c> to hand on an argument) and leave their arguments unchanged. The gradients run inside
/// native code, which no exception can cross: one that they throw leaves the backward pass without a gradient here,
/// and comes out of <c>Fit</c>, or in a training loop of one's own out of the next forward.
/// </para>
/// <para>Larq's RFC "Quantizers as subclasses of keras.layers.Layer", larq/larq issue 343.</para>
/// </remarks>
public abstract class QuantizerModule : nn.Module<Tensor, Tensor>
{
    private readonly BackwardFault _fault = new();
    private string[]? _trained;

    /// <summary>Creates the layer.</summary>
    /// <param name="name">The name of the layer, as in messages and in <c>ToString</c>.</param>
    protected QuantizerModule(string name)
        : base(name ?? throw new ArgumentNullException(nameof(name))) =>
        Metrics.Place = EvaluationMetrics.Place = $"'{name}'";

    /// <summary>
    /// What is measured in training: forward passes in training mode with gradients enabled, and backward passes, from
    /// inside the custom gradient. Empty unless something is added.
    /// </summary>
    public QuantizerMetrics Metrics { get; } = new();

    /// <summary>What is measured in evaluation mode; such a metric sees forward passes alone.</summary>
    public QuantizerMetrics EvaluationMetrics { get; } = new();

    /// <summary>Quantizes a tensor.</summary>
    /// <param name="input">The values, latent weights or activations, of any shape.</param>
    /// <returns>The quantized values; same shape, dtype and device.</returns>
    /// <exception cref="InvalidOperationException">A metric failed.</exception>
    /// <remarks>What the gradients or metrics threw in the backward pass before is thrown here.</remarks>
    public sealed override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SignalStack.Enlarge();
        _fault.Throw();
        using var scope = NewDisposeScope();
        var differentiable = is_grad_enabled();
        Tensor[] trained = [.. (_trained ??= [.. named_parameters(recurse: false).Select(pair => pair.name)])
            .Select(name => get_parameter(name)!)];
        var output = differentiable && (input.requires_grad || trained.Any(parameter => parameter.requires_grad))
            ? PseudoGradientFunction.apply([input, this, .. trained])
            : Forward(input);
        MeasureForward(input, () => output);
        return output.MoveToOuterDisposeScope();
    }

    /// <summary>The forward function q(x).</summary>
    /// <param name="input">The values to quantize.</param>
    /// <returns>A new tensor of the same shape, dtype and device.</returns>
    protected abstract Tensor Quantize(Tensor input);

    /// <summary>The gradient to x: the pseudo-derivative of q at x, applied to the gradient to q(x).</summary>
    /// <param name="input">x, the input of the forward.</param>
    /// <param name="upstream">The gradient of the loss to q(x); same shape as x.</param>
    /// <returns>A new tensor of the same shape: the gradient of the loss to x.</returns>
    protected abstract Tensor PseudoGradient(Tensor input, Tensor upstream);

    /// <summary>The gradient to a parameter of this module, for each that it has registered.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="input">x, the input of the forward.</param>
    /// <param name="upstream">The gradient of the loss to q(x); same shape as x.</param>
    /// <returns>
    /// A new tensor of the parameter's shape: the gradient of the loss to it. Without an override 0, so that the
    /// parameter stays as it started.
    /// </returns>
    protected virtual Tensor ParameterGradient(string name, Tensor input, Tensor upstream) =>
        zeros_like(get_parameter(name)!);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var metric in Metrics.Concat(EvaluationMetrics)) metric.Dispose();
        }

        base.Dispose(disposing);
    }

    internal int ParameterCount => _trained!.Length;

    /// <summary>The same functions in one pass over main memory; null for quantizers without such a form.</summary>
    internal virtual Pointwise? InOnePass => null;

    /// <summary>
    /// Whether all that comes out is −1, 0 or +1, which a number of 8 significant bits holds exactly.
    /// </summary>
    internal virtual bool GivesSmallIntegers => false;

    /// <summary>Whether q(x) = sign(x) with sign(0) = sign(NaN) = +1.</summary>
    internal virtual bool GivesSigns => false;

    /// <summary>
    /// s, where q(x) = s·sign(x) with sign(0) = +1, in a shape that is repeated over x; null for other quantizers.
    /// </summary>
    internal virtual Tensor? SignScale(Tensor input) => null;

    /// <summary>Whether <see cref="SignScale"/> gives one.</summary>
    internal virtual bool IsScaledSign => false;

    /// <summary>What the backward pass could not throw.</summary>
    internal BackwardFault Fault => _fault;

    internal Tensor Forward(Tensor input) =>
        InOnePass?.Quantize(input) ?? Quantize(input) ?? throw NoTensor(nameof(Quantize));

    /// <summary>The gradient, once the metrics have seen it.</summary>
    /// <param name="input">x, the input of the forward.</param>
    /// <param name="output">q(x), where it was kept.</param>
    /// <param name="upstream">The gradient to q(x).</param>
    internal Tensor Backward(Tensor input, Tensor? output, Tensor upstream)
    {
        var gradient = InOnePass?.Gradient(input, upstream) ?? PseudoGradient(input, upstream)
            ?? throw NoTensor(nameof(PseudoGradient));
        Measure(input, output, () => upstream, gradient);
        return gradient;
    }

    /// <summary>
    /// Whether the output has to be kept for the backward pass: a metric may ask for it, and computing it again might
    /// change the quantizer's state.
    /// </summary>
    internal bool KeepsOutput => InOnePass is null && Metrics.SeesBackward;

    /// <summary>Whether it is in evaluation mode because its layer is frozen, while the network is trained.</summary>
    internal bool IsFrozen { get; set; }

    /// <summary>
    /// A layer takes it for a kernel: the open <see cref="MetricsScope"/> gives it metrics, where it has none.
    /// </summary>
    internal void AddMetricsOfScope()
    {
        if (Metrics.Count == 0) AddMetrics(MetricsScope.Current);
    }

    /// <summary>Adds metrics by their names, but those that it has.</summary>
    /// <exception cref="InvalidOperationException">A name is not known.</exception>
    internal void AddMetrics(IEnumerable<string> names)
    {
        foreach (var name in names.Where(name => Metrics.All(other => other.Name != name)))
            Metrics.Add(name);
    }

    /// <summary>Shows the metrics a forward pass.</summary>
    internal void MeasureForward(Tensor input, Func<Tensor> output)
    {
        if (!training && !IsFrozen) EvaluationMetrics.Forward(input, output, IsScaledSign, GivesSigns);
        else if (is_grad_enabled()) Metrics.Forward(input, output, IsScaledSign, GivesSigns);
    }

    /// <summary>
    /// Shows the metrics a backward pass; what they throw is kept, and the gradient stays what it is.
    /// </summary>
    internal void Measure(Tensor input, Tensor? output, Func<Tensor> upstream, Tensor gradient)
    {
        Fault.Keep(() =>
        {
            Metrics.Backward(input, () => output ?? Forward(input), upstream, gradient);
            return this;
        });
    }

    internal IEnumerable<Tensor> ParameterBackward(Tensor input, Tensor upstream) =>
        _trained!.Select(name => ParameterGradient(name, input, upstream) ?? throw NoTensor(nameof(ParameterGradient)));

    private InvalidOperationException NoTensor(string method) =>
        new($"{method} of the quantizer '{GetName()}' gave null instead of a tensor.");
}
