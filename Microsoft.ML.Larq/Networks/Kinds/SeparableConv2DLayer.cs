namespace Microsoft.ML.Larq.Networks;

/// <inheritdoc cref="SeparableKind"/>
/// <summary>
/// A separable convolution of images: (height, width, channels) → (height', width', filters).
/// </summary>
public sealed record SeparableConv2DLayer() : SeparableKind(axes: 2);

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="QuantSeparableConv2D"/>
    public NetworkTensor SeparableConv2D(
        int filters, Sides kernelSize, Sides? strides = null, PadMode padding = PadMode.Valid,
        int depthMultiplier = 1, Sides? dilationRate = null, ActivationFunction activation = ActivationFunction.Linear,
        bool useBias = true, string? name = null) => QuantSeparableConv2D(
        filters, kernelSize, strides, padding, 0, depthMultiplier, null, null, null, dilationRate, activation, useBias,
        name ?? Graph.Free("separable_conv2d"));

    /// <inheritdoc cref="SeparableConv2DLayer"/>
    /// <param name="filters">Channels of the output, at least 1.</param>
    /// <param name="kernelSize">What the kernel covers along each axis; <c>3</c> is 3 along all.</param>
    /// <param name="strides">Cells from one output to the next; default 1.</param>
    /// <param name="padding">Default <see cref="PadMode.Valid"/>, as in Keras.</param>
    /// <param name="padValue">
    /// What <see cref="PadMode.Same"/> adds around the quantized input; default 0; 0 with <see cref="PadMode.Causal"/>.
    /// </param>
    /// <param name="depthMultiplier">
    /// Channels between the convolutions for each of the input, at least 1; default 1.
    /// </param>
    /// <param name="inputQuantizer">Quantizes the input, for example <c>"ste_sign"</c>; default none.</param>
    /// <param name="depthwiseQuantizer">Quantizes the first kernel; default none.</param>
    /// <param name="pointwiseQuantizer">Quantizes the second kernel; default none.</param>
    /// <param name="dilationRate">Distance between neighbouring taps; default 1.</param>
    /// <param name="activation">Applied to the result; default none.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor QuantSeparableConv2D(
        int filters, Sides kernelSize, Sides? strides = null, PadMode padding = PadMode.Valid, float padValue = 0,
        int depthMultiplier = 1, Quantizer? inputQuantizer = null, Quantizer? depthwiseQuantizer = null,
        Quantizer? pointwiseQuantizer = null, Sides? dilationRate = null,
        ActivationFunction activation = ActivationFunction.Linear, bool useBias = true, string? name = null) => Padded(
        new SeparableConv2DLayer
        {
            Filters = filters,
            KernelSize = kernelSize,
            PadValue = padValue,
            DepthMultiplier = depthMultiplier,
            Depthwise = depthwiseQuantizer,
            Pointwise = pointwiseQuantizer,
        },
        strides, padding, dilationRate, inputQuantizer, activation, useBias, name);
}
