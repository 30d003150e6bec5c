namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// A convolution of each channel on its own, then of the channels of each place together: y =
/// activation(pointwise(depthwise(q_in(x), q_d(D)), q_p(P)) + b). What lies between is not quantized.
/// </summary>
/// <remarks>
/// <para>
/// Shape: (length, channels) → (length', filters). Weights: latent <c>depthwise_kernel</c> (length, channels,
/// multiplier), latent <c>pointwise_kernel</c> (1, channels·multiplier, filters), <c>bias</c> (filters,).
/// </para>
/// <para>
/// Chollet 2017, <see href="https://arxiv.org/abs/1610.02357"/>. Keras: <c>SeparableConv1D</c>; Larq:
/// <c>QuantSeparableConv1D</c>.
/// </para>
/// </remarks>
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
