namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// A separable convolution in real numbers: y = activation(pointwise(depthwise(x, D), P) + b).
/// </summary>
/// <remarks>
/// <para>Shape: (height, width, channels) → (height', width', filters). Weights:
/// <c>depthwise_kernel</c> (height, width, channels, multiplier), <c>pointwise_kernel</c> (1, 1,
/// channels·multiplier, filters), <c>bias</c> (filters,).</para>
/// <para>Chollet 2017, <see href="https://arxiv.org/abs/1610.02357"/>.</para>
/// </remarks>
public sealed record SeparableConv2DLayer : SeparableConv2DKind;

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="SeparableConv2DLayer"/>
    /// <param name="filters">Channels of the output, at least 1.</param>
    /// <param name="kernelSize">Height and width of the kernel; <c>3</c> is 3×3.</param>
    /// <param name="strides">Steps from one output pixel to the next; default 1×1.</param>
    /// <param name="padding">Default <see cref="Padding.Valid"/>, as in Keras.</param>
    /// <param name="depthMultiplier">
    /// Channels between the convolutions for each of the input, at least 1; default 1.
    /// </param>
    /// <param name="dilationRate">Distance between neighbouring taps; default 1×1.</param>
    /// <param name="activation">Applied to the result; default none.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="depthwiseInitializer">How the first kernel starts; default <c>glorot_uniform</c>.</param>
    /// <param name="pointwiseInitializer">How the second kernel starts; default <c>glorot_uniform</c>.</param>
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
    /// Applied to the latent depthwise kernel after each step, for example <c>"weight_clip"</c>.
    /// </param>
    /// <param name="pointwiseConstraint">
    /// Applied to the latent pointwise kernel after each step, for example <c>"weight_clip"</c>.
    /// </param>
    /// <param name="biasConstraint">Applied to the bias after each step; default none.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor SeparableConv2D(
        int filters,
        Size2D kernelSize,
        Size2D? strides = null,
        Padding padding = Padding.Valid,
        int depthMultiplier = 1,
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
        new SeparableConv2DLayer
        {
            Filters = filters,
            KernelSize = kernelSize,
            Strides = strides ?? Size2D.One,
            Padding = padding,
            DepthMultiplier = depthMultiplier,
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
            DepthwiseConstraint = depthwiseConstraint,
            PointwiseConstraint = pointwiseConstraint,
            BiasConstraint = biasConstraint,
        },
        name: name);
}
