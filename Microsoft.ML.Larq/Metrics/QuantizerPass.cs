using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Metrics;

/// <summary>What a <see cref="QuantizerMetric"/> sees of one forward or backward pass through a quantizer.</summary>
/// <remarks>
/// The tensors share the memory of the training's own: not to be changed, disposed or kept beyond the call. All have
/// the input's shape. Tensors that are made of them in the call are freed after it: a <see cref="MetricState"/> keeps
/// what is to stay.
/// </remarks>
public sealed class QuantizerPass
{
    private readonly Func<Tensor> _output;
    private readonly Func<Tensor>? _upstream;
    private readonly Tensor? _gradient;
    private readonly List<(string Name, Tensor Tensor)> _given = [];

    internal QuantizerPass(Tensor input, Func<Tensor> output) =>
        (Input, _output) = (Given(nameof(Input), input), output);

    internal QuantizerPass(
        Tensor input, Func<Tensor> output, Func<Tensor> upstream, Tensor gradient)
        : this(input, output) => (_upstream, _gradient) = (upstream, Given(nameof(Gradient), gradient));

    /// <summary>x, what is quantized: latent weights, or activations.</summary>
    public Tensor Input { get; }

    /// <summary>
    /// q(x), what comes out. In a backward pass it may have to be computed again, when it is first asked for.
    /// </summary>
    public Tensor Output => field ??= Given(nameof(Output), _output());

    /// <summary>The gradient that arrives: of the loss to q(x).</summary>
    /// <exception cref="InvalidOperationException">It is a forward pass.</exception>
    public Tensor Upstream => field ??= Given(nameof(Upstream), (_upstream ?? throw NoGradient())());

    /// <summary>The gradient that leaves: of the loss to x, by the pseudo-gradient.</summary>
    /// <exception cref="InvalidOperationException">It is a forward pass.</exception>
    public Tensor Gradient => _gradient ?? throw NoGradient();

    /// <summary>Whether what comes out are signs times scales, so that it moves with the scales.</summary>
    internal bool IsScaledSign { get; init; }

    /// <summary>Whether what comes out is +1 or, where x &lt; 0, −1: then it need not be made to be known.</summary>
    internal bool IsSign { get; init; }

    /// <summary>Looks whether what was given is still there.</summary>
    /// <exception cref="InvalidOperationException">A tensor was disposed; it is named.</exception>
    internal void RequireWhole()
    {
        foreach (var (name, tensor) in _given)
        {
            if (tensor.IsInvalid)
            {
                throw new InvalidOperationException(
                    $"it disposed the pass's {name}, which is not its own to dispose.");
            }
        }
    }

    // A handle of its own to the same memory: whoever disposes it takes nothing from the training.
    private Tensor Given(string name, Tensor tensor)
    {
        var given = tensor.detach();
        _given.Add((name, given));
        return given;
    }

    private static InvalidOperationException NoGradient() => new("A forward pass has no gradient.");
}
