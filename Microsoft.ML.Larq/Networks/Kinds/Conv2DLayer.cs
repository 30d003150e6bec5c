namespace Microsoft.ML.Larq.Networks;

/// <inheritdoc cref="FilterKind"/>
/// <summary>A convolution of images: (height, width, channels) → (height', width', filters).</summary>
public sealed record Conv2DLayer() : FilterKind(axes: 2);

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="QuantConv2D"/>
    public NetworkTensor Conv2D(
        int filters, Sides kernelSize, Sides? strides = null, PadMode padding = PadMode.Valid,
        Sides? dilationRate = null, int groups = 1, ActivationFunction activation = ActivationFunction.Linear,
        bool useBias = true, Kernel? kernel = null, string? name = null) => QuantConv2D(
        filters, kernelSize, strides, padding, 0, null, null, dilationRate, groups, activation, useBias,
        Kernel.Real(kernel), name ?? Graph.Free("conv2d"));

    /// <inheritdoc cref="Conv2DLayer"/>
    /// <param name="filters">Channels of the output, at least 1 and a multiple of <paramref name="groups"/>.</param>
    /// <param name="kernelSize">What the kernel covers along each axis; <c>3</c> is 3 along all.</param>
    /// <param name="strides">Cells from one output to the next; default 1.</param>
    /// <param name="padding">Default <see cref="PadMode.Valid"/>, as in Keras.</param>
    /// <param name="padValue">
    /// What <see cref="PadMode.Same"/> adds around the quantized input; default 0; 0 with <see cref="PadMode.Causal"/>.
    /// </param>
    /// <param name="inputQuantizer">Quantizes the input, for example <c>"ste_sign"</c>; default none.</param>
    /// <param name="kernelQuantizer">Quantizes the kernel; default none.</param>
    /// <param name="dilationRate">Distance between neighbouring taps; default 1.</param>
    /// <param name="groups">Must divide input channels and filters; default 1.</param>
    /// <param name="activation">Applied to the result; default none.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="kernel">
    /// How the latent kernel starts and is kept, for example <c>new Kernel { Constraint = "weight_clip" }</c>.
    /// </param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor QuantConv2D(
        int filters, Sides kernelSize, Sides? strides = null, PadMode padding = PadMode.Valid, float padValue = 0,
        Quantizer? inputQuantizer = null, Quantizer? kernelQuantizer = null, Sides? dilationRate = null,
        int groups = 1, ActivationFunction activation = ActivationFunction.Linear, bool useBias = true,
        Kernel? kernel = null, string? name = null) => Filtered(
        new Conv2DLayer { Filters = filters, KernelSize = kernelSize }, strides, padding, padValue, inputQuantizer,
        kernelQuantizer, dilationRate, groups, activation, useBias, kernel, name);
}
