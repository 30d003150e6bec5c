using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>A convolution of each channel on its own: y = activation(depthwise(q_in(x), q_d(W)) + b).</summary>
/// <remarks>
/// <para>y[i, j, c·m + k] = activation(Σ x[i·s + u·d, j·s + v·d, c]·W[u, v, c, k] + b[c·m + k]), m the
/// multiplier.</para>
/// <para>Shape: (height, width, channels) → (height', width', channels·multiplier). Weights: latent
/// <c>depthwise_kernel</c> (height, width, channels, multiplier), <c>bias</c> (channels·multiplier,).</para>
/// <para>Keras: <c>DepthwiseConv2D</c>; Larq: <c>QuantDepthwiseConv2D</c>.</para>
/// </remarks>
public sealed record DepthwiseConv2DLayer() : ConvolutionKind(axes: 2)
{
    /// <summary>Outputs of each channel, at least 1.</summary>
    public int DepthMultiplier { get; init; } = 1;

    /// <summary>The kernel.</summary>
    public Kernel Depthwise { get; init => field = value ?? throw new ArgumentNullException(nameof(Depthwise)); } =
        new();

    internal override IEnumerable<Kernel> Kernels => [Depthwise];

    internal override LayerCost Cost(IReadOnlyList<TensorShape> inputs, TensorShape output)
    {
        var (window, channels) = (WindowOver(inputs[0]), inputs[0].Channels);
        return new WindowCost(inputs[0], window, this) { Filters = output.Channels, Groups = channels }.Convolution();
    }

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var channels = Stencil.Check(inputs).Channels;
        inputs.Range("depth multiplier", DepthMultiplier, 1);
        return Slide(inputs, inputs.Length((long)channels * DepthMultiplier));
    }

    internal override IEnumerable<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs)
    {
        var channels = inputs[0].Channels;
        return WithBias(
            [Depthwise.Weight(nameof(Depthwise), [.. Stencil.Size, channels, DepthMultiplier])],
            channels * DepthMultiplier);
    }
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="QuantDepthwiseConv2D"/>
    public NetworkTensor DepthwiseConv2D(
        Sides kernelSize, Sides? strides = null, PadMode padding = PadMode.Valid, int depthMultiplier = 1,
        Sides? dilationRate = null, ActivationFunction activation = ActivationFunction.Linear, bool useBias = true,
        Kernel? depthwise = null, string? name = null) => QuantDepthwiseConv2D(
        kernelSize, strides, padding, 0, depthMultiplier, null, null, dilationRate, activation, useBias, depthwise,
        name ?? Graph.Free("depthwise_conv2d"));

    /// <inheritdoc cref="DepthwiseConv2DLayer"/>
    /// <param name="kernelSize">What the kernel covers along each axis; <c>3</c> is 3 along all.</param>
    /// <param name="strides">Cells from one output to the next; default 1.</param>
    /// <param name="padding">Default <see cref="PadMode.Valid"/>, as in Keras.</param>
    /// <param name="padValue">What <see cref="PadMode.Same"/> adds around the quantized input; default 0.</param>
    /// <param name="depthMultiplier">Outputs of each channel, at least 1; default 1.</param>
    /// <param name="inputQuantizer">Quantizes the input, for example <c>"ste_sign"</c>; default none.</param>
    /// <param name="depthwiseQuantizer">Quantizes the kernel; default none.</param>
    /// <param name="dilationRate">Distance between neighbouring taps; default 1.</param>
    /// <param name="activation">Applied to the result; default none.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="depthwise">
    /// How the latent kernel starts and is kept, for example <c>new Kernel { Constraint = "weight_clip" }</c>.
    /// </param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor QuantDepthwiseConv2D(
        Sides kernelSize, Sides? strides = null, PadMode padding = PadMode.Valid, float padValue = 0,
        int depthMultiplier = 1, Quantizer? inputQuantizer = null, Quantizer? depthwiseQuantizer = null,
        Sides? dilationRate = null, ActivationFunction activation = ActivationFunction.Linear, bool useBias = true,
        Kernel? depthwise = null, string? name = null) => Padded(
        new DepthwiseConv2DLayer
        {
            KernelSize = kernelSize,
            PadValue = padValue,
            DepthMultiplier = depthMultiplier,
            Depthwise = Kernel.Of(depthwise, depthwiseQuantizer),
        },
        strides, padding, dilationRate, inputQuantizer, activation, useBias, name);
}
