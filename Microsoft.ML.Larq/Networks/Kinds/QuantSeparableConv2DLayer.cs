namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// A separable convolution whose input and kernels are quantized:
/// y = activation(pointwise(depthwise(q_in(x), q_d(D)), q_p(P)) + b). What lies between is not quantized.
/// </summary>
/// <remarks>
/// <para>Shape: (height, width, channels) → (height', width', filters). Weights:
/// latent <c>depthwise_kernel</c> (height, width, channels, multiplier), latent <c>pointwise_kernel</c> (1, 1,
/// channels·multiplier, filters), <c>bias</c> (filters,).</para>
/// <para>Chollet 2017, <see href="https://arxiv.org/abs/1610.02357"/>.</para>
/// <para>Order: the input is quantized, then padded with <see cref="PadValue"/>, which is not quantized itself.</para>
/// <para>Without a quantizer the layer is a <see cref="SeparableConv2DLayer"/> in that respect, as in Larq.</para>
/// </remarks>
public sealed record QuantSeparableConv2DLayer : SeparableConv2DKind
{
    /// <summary>What <see cref="Padding.Same"/> adds around the quantized input; default 0.</summary>
    public float PadValue { get; init; }

    /// <summary>Quantizes the input; null for none.</summary>
    public Quantizer? InputQuantizer { get; init; }

    /// <summary>Quantizes the first kernel; null for none.</summary>
    public Quantizer? DepthwiseQuantizer { get; init; }

    /// <summary>Quantizes the second kernel; null for none.</summary>
    public Quantizer? PointwiseQuantizer { get; init; }

    internal override Quantizer? Input => InputQuantizer;

    internal override Quantizer? Depthwise => DepthwiseQuantizer;

    internal override Quantizer? Pointwise => PointwiseQuantizer;

    internal override float Pad => PadValue;
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="QuantSeparableConv2DLayer"/>
    /// <param name="filters">Channels of the output, at least 1.</param>
    /// <param name="kernelSize">Height and width of the kernel; <c>3</c> is 3×3.</param>
    /// <param name="strides">Steps from one output pixel to the next; default 1×1.</param>
    /// <param name="padding">Default <see cref="Padding.Valid"/>, as in Keras.</param>
    /// <param name="padValue">What <see cref="Padding.Same"/> adds around the quantized input; default 0.</param>
    /// <param name="depthMultiplier">
    /// Channels between the convolutions for each of the input, at least 1; default 1.
    /// </param>
    /// <param name="inputQuantizer">Quantizes the input, for example <c>"ste_sign"</c>; default none.</param>
    /// <param name="depthwiseQuantizer">Quantizes the first kernel; default none.</param>
    /// <param name="pointwiseQuantizer">Quantizes the second kernel; default none.</param>
    /// <param name="dilationRate">Distance between neighbouring taps; default 1×1.</param>
    /// <param name="activation">Applied to the result; default none.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="depthwiseInitializer">How the first latent kernel starts; default <c>glorot_uniform</c>.</param>
    /// <param name="pointwiseInitializer">How the second latent kernel starts; default <c>glorot_uniform</c>.</param>
    /// <param name="biasInitializer">How the bias starts; default <c>zeros</c>.</param>
    /// <param name="depthwiseRegularizer">
    /// Added to the loss for the latent depthwise kernel, for example <c>"l2(l2=0.0001)"</c>; default nothing.
    /// </param>
    /// <param name="pointwiseRegularizer">
    /// Added to the loss for the latent pointwise kernel, for example <c>"l2(l2=0.0001)"</c>; default nothing.
    /// </param>
    /// <param name="biasRegularizer">Added to the loss for the bias; default nothing.</param>
    /// <param name="activityRegularizer">Added to the loss for the output; default nothing.</param>
    /// <param name="depthwiseConstraint">
    /// Applied to the first latent kernel after each step, for example <c>"weight_clip"</c>.
    /// </param>
    /// <param name="pointwiseConstraint">
    /// Applied to the second latent kernel after each step, for example <c>"weight_clip"</c>.
    /// </param>
    /// <param name="biasConstraint">Applied to the bias after each step; default none.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor QuantSeparableConv2D(
        int filters,
        Size2D kernelSize,
        Size2D? strides = null,
        Padding padding = Padding.Valid,
        float padValue = 0f,
        int depthMultiplier = 1,
        Quantizer? inputQuantizer = null,
        Quantizer? depthwiseQuantizer = null,
        Quantizer? pointwiseQuantizer = null,
        Size2D? dilationRate = null,
        ActivationFunction activation = ActivationFunction.Linear,
        bool useBias = true,
        Initializer? depthwiseInitializer = null,
        Initializer? pointwiseInitializer = null,
        Initializer? biasInitializer = null,
        WeightRegularizer? depthwiseRegularizer = null,
        WeightRegularizer? pointwiseRegularizer = null,
        WeightRegularizer? biasRegularizer = null,
        WeightRegularizer? activityRegularizer = null,
        WeightConstraint? depthwiseConstraint = null,
        WeightConstraint? pointwiseConstraint = null,
        WeightConstraint? biasConstraint = null,
        string? name = null) => Apply(
        new QuantSeparableConv2DLayer
        {
            Filters = filters,
            KernelSize = kernelSize,
            Strides = strides ?? Size2D.One,
            Padding = padding,
            PadValue = padValue,
            DepthMultiplier = depthMultiplier,
            InputQuantizer = inputQuantizer,
            DepthwiseQuantizer = depthwiseQuantizer,
            PointwiseQuantizer = pointwiseQuantizer,
            DilationRate = dilationRate ?? Size2D.One,
            Activation = activation,
            UseBias = useBias,
            DepthwiseInitializer = depthwiseInitializer ?? Initializer.GlorotUniform,
            PointwiseInitializer = pointwiseInitializer ?? Initializer.GlorotUniform,
            BiasInitializer = biasInitializer ?? Initializer.Zeros,
            DepthwiseRegularizer = depthwiseRegularizer,
            PointwiseRegularizer = pointwiseRegularizer,
            BiasRegularizer = biasRegularizer,
            ActivityRegularizer = activityRegularizer,
            BiasConstraint = biasConstraint,
            DepthwiseConstraint = depthwiseConstraint,
            PointwiseConstraint = pointwiseConstraint,
        },
        name: name);
}
