namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// A separable convolution in real numbers: y = activation(pointwise(depthwise(x, D), P) + b).
/// </summary>
/// <remarks>
/// <para>Shape: (length, channels) → (length', filters). Weights:
/// <c>depthwise_kernel</c> (length, channels, multiplier), <c>pointwise_kernel</c> (1,
/// channels·multiplier, filters), <c>bias</c> (filters,).</para>
/// <para>Chollet 2017, <see href="https://arxiv.org/abs/1610.02357"/>.</para>
/// </remarks>
public sealed record SeparableConv1DLayer : SeparableConv1DKind;

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="SeparableConv1DLayer"/>
    /// <param name="filters">Channels of the output, at least 1.</param>
    /// <param name="kernelSize">Steps that the kernel covers.</param>
    /// <param name="strides">Steps from one output to the next; default 1.</param>
    /// <param name="padding">Default <see cref="Padding.Valid"/>, as in Keras.</param>
    /// <param name="depthMultiplier">
    /// Channels between the convolutions for each of the input, at least 1; default 1.
    /// </param>
    /// <param name="dilationRate">Distance between neighbouring taps; default 1.</param>
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
    public NetworkTensor SeparableConv1D(
        int filters,
        int kernelSize,
        int strides = 1,
        Padding padding = Padding.Valid,
        int depthMultiplier = 1,
        int dilationRate = 1,
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
        new SeparableConv1DLayer
        {
            Filters = filters,
            KernelSize = kernelSize,
            Strides = strides,
            Padding = padding,
            DepthMultiplier = depthMultiplier,
            DilationRate = dilationRate,
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
