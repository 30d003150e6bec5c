using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>
/// What the quantized convolutions share: the input is quantized, then padded, then convolved; a bias ends it.
/// </summary>
/// <remarks>
/// <para>
/// Forward: y = conv(pad(q_in(x)), q_k(W)) + b, in this order. The padding is added after the input is quantized and is
/// not quantized itself; the bias never is, and is added to the finished sums, so that sums of ±1 stay exact.
/// Backward: through all pseudo-gradients to x and to the latent kernel W.
/// </para>
/// <para>
/// Evaluation without gradients sums whole numbers and multiplies late where the input has levels 0…n of a
/// <see cref="Quantizers.DoReFa"/>, or is ±1, and each filter of the kernel has one magnitude s:
/// y = (Σ level·(±1))·(s/n) + b. It is rounded behind the sum alone, where training rounds each product; a NaN has
/// level 0.
/// </para>
/// <para>
/// <c>Same</c> padding is TensorFlow's: an output axis has ⌈axis / stride⌉ cells, the odd cell of padding comes last.
/// </para>
/// </remarks>
public abstract class QuantConvolution : QuantLayer
{
    private readonly SlidingWindow _window;
    private readonly int _inChannels;

    private protected QuantConvolution(
        string name, SlidingWindow window, int inChannels, int filters, float padValue, bool useBias,
        nn.Module<Tensor, Tensor>? inputQuantizer)
        : base(name, inputQuantizer, useBias, filters)
    {
        _inChannels = LayerArguments.AtLeastOne(name, nameof(inChannels), inChannels);
        _window = window;
        PadValue = CheckedPadValue(name, padValue, window.Padding);
    }

    /// <summary>The constant that <c>Same</c> padding adds around the quantized input.</summary>
    private protected float PadValue { get; }

    private protected SlidingWindow Window => _window;

    private protected sealed override Tensor Compute(Tensor input)
    {
        _window.CheckInput(GetName(), input, _inChannels);
        var y = ConvolveAtOnce(input) ?? ConvolveInTurn(input);
        if (_bias is not null) y.AddInPlace(_bias.view([1, -1, .. Window.Size.Select(_ => 1L)]));
        return y;
    }

    /// <summary>The sums in a way that takes the input as it comes; null where there is none.</summary>
    private protected virtual Tensor? ConvolveAtOnce(Tensor input) => null;

    /// <summary>The sums: a new tensor.</summary>
    /// <param name="x">The input, quantized, and padded but for what follows.</param>
    /// <param name="native">Zeros that the operation shall add on both sides of each axis.</param>
    private protected abstract Tensor Convolve(Tensor x, long[] native);

    private Tensor ConvolveInTurn(Tensor input)
    {
        var x = _window.Pad(Quantized(_inputQuantizer, input), PadValue, nativeValue: 0, out var native);
        return Convolve(x, native);
    }

    private static float CheckedPadValue(string layer, float value, PadMode padding)
    {
        if (!float.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(
                "padValue", value, $"Layer '{layer}': padValue must be finite; got {value}.");
        }

        return value == 0 || padding == PadMode.Same
            ? value
            : throw new ArgumentException(
                $"Layer '{layer}': padValue is used with Same padding only; got {value} with {padding}.", "padValue");
    }
}
