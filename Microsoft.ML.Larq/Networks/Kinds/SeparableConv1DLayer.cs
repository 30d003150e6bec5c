namespace Microsoft.ML.Larq.Networks;

/// <inheritdoc cref="SeparableKind"/>
/// <summary>A separable convolution along a sequence: (length, channels) → (length', filters).</summary>
public sealed record SeparableConv1DLayer() : SeparableKind(axes: 1);

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="QuantSeparableConv1D"/>
    public NetworkTensor SeparableConv1D(
        int filters, int kernelSize, int strides = 1, PadMode padding = PadMode.Valid, int depthMultiplier = 1,
        int dilationRate = 1, ActivationFunction activation = ActivationFunction.Linear, bool useBias = true,
        string? name = null) => QuantSeparableConv1D(
        filters, kernelSize, strides, padding, 0, depthMultiplier, null, null, null, dilationRate, activation, useBias,
        name ?? Graph.Free("separable_conv1d"));

    /// <inheritdoc cref="SeparableConv1DLayer"/>
    /// <inheritdoc cref="QuantSeparableConv2D" path="/param"/>
    public NetworkTensor QuantSeparableConv1D(
        int filters, int kernelSize, int strides = 1, PadMode padding = PadMode.Valid, float padValue = 0,
        int depthMultiplier = 1, Quantizer? inputQuantizer = null, Quantizer? depthwiseQuantizer = null,
        Quantizer? pointwiseQuantizer = null, int dilationRate = 1,
        ActivationFunction activation = ActivationFunction.Linear, bool useBias = true, string? name = null) => Padded(
        new SeparableConv1DLayer
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
