namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// A convolution of each channel on its own whose input and kernel are quantized:
/// y = activation(depthwise(q_in(x), q_d(W)) + b).
/// </summary>
/// <remarks>
/// <para>Shape: (height, width, channels) → (height', width', channels·multiplier); output channel c·multiplier + k is
/// the k-th of channel c. Weights: latent <c>depthwise_kernel</c> (height, width, channels, multiplier), <c>bias</c>
/// (channels·multiplier,).</para>
/// <para>Order: the input is quantized, then padded with <see cref="PadValue"/>, which is not quantized itself.</para>
/// <para>Without a quantizer the layer is a <see cref="DepthwiseConv2DLayer"/> in that respect, as in Larq.</para>
/// </remarks>
public sealed record QuantDepthwiseConv2DLayer : DepthwiseConv2DKind
{
    /// <summary>What <see cref="Padding.Same"/> adds around the quantized input; default 0.</summary>
    public float PadValue { get; init; }

    /// <summary>Quantizes the input; null for none.</summary>
    public Quantizer? InputQuantizer { get; init; }

    /// <summary>Quantizes the kernel; null for none.</summary>
    public Quantizer? DepthwiseQuantizer { get; init; }

    internal override Quantizer? Input => InputQuantizer;

    internal override Quantizer? Depthwise => DepthwiseQuantizer;

    internal override float Pad => PadValue;
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="QuantDepthwiseConv2DLayer"/>
    /// <param name="kernelSize">Height and width of the kernel; <c>3</c> is 3×3.</param>
    /// <param name="strides">Steps from one output pixel to the next; default 1×1.</param>
    /// <param name="padding">Default <see cref="Padding.Valid"/>, as in Keras.</param>
    /// <param name="padValue">What <see cref="Padding.Same"/> adds around the quantized input; default 0.</param>
    /// <param name="depthMultiplier">Outputs of each channel, at least 1; default 1.</param>
    /// <param name="inputQuantizer">Quantizes the input, for example <c>"ste_sign"</c>; default none.</param>
    /// <param name="depthwiseQuantizer">Quantizes the kernel; default none.</param>
    /// <param name="dilationRate">Distance between neighbouring taps; default 1×1.</param>
    /// <param name="activation">Applied to the result; default none.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="depthwiseInitializer">How the latent kernel starts; default <c>glorot_uniform</c>.</param>
    /// <param name="biasInitializer">How the bias starts; default <c>zeros</c>.</param>
    /// <param name="depthwiseRegularizer">
    /// Added to the loss for the latent depthwise kernel, for example <c>"l2(l2=0.0001)"</c>; default nothing.
    /// </param>
    /// <param name="biasRegularizer">Added to the loss for the bias; default nothing.</param>
    /// <param name="activityRegularizer">Added to the loss for the output; default nothing.</param>
    /// <param name="depthwiseConstraint">
    /// Applied to the latent kernel after each step, for example <c>"weight_clip"</c>.
    /// </param>
    /// <param name="biasConstraint">Applied to the bias after each step; default none.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor QuantDepthwiseConv2D(
        Size2D kernelSize,
        Size2D? strides = null,
        Padding padding = Padding.Valid,
        float padValue = 0f,
        int depthMultiplier = 1,
        Quantizer? inputQuantizer = null,
        Quantizer? depthwiseQuantizer = null,
        Size2D? dilationRate = null,
        ActivationFunction activation = ActivationFunction.Linear,
        bool useBias = true,
        Initializer? depthwiseInitializer = null,
        Initializer? biasInitializer = null,
        WeightRegularizer? depthwiseRegularizer = null,
        WeightRegularizer? biasRegularizer = null,
        WeightRegularizer? activityRegularizer = null,
        WeightConstraint? depthwiseConstraint = null,
        WeightConstraint? biasConstraint = null,
        string? name = null) => Apply(
        new QuantDepthwiseConv2DLayer
        {
            KernelSize = kernelSize,
            Strides = strides ?? Size2D.One,
            Padding = padding,
            PadValue = padValue,
            DepthMultiplier = depthMultiplier,
            InputQuantizer = inputQuantizer,
            DepthwiseQuantizer = depthwiseQuantizer,
            DilationRate = dilationRate ?? Size2D.One,
            Activation = activation,
            UseBias = useBias,
            DepthwiseInitializer = depthwiseInitializer ?? Initializer.GlorotUniform,
            BiasInitializer = biasInitializer ?? Initializer.Zeros,
            DepthwiseRegularizer = depthwiseRegularizer,
            BiasRegularizer = biasRegularizer,
            ActivityRegularizer = activityRegularizer,
            BiasConstraint = biasConstraint,
            DepthwiseConstraint = depthwiseConstraint,
        },
        name: name);
}
