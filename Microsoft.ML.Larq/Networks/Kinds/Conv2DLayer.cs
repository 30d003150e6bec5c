namespace Microsoft.ML.Larq.Networks;

/// <summary>A two-dimensional convolution in real numbers: y = activation(conv(x, W) + b).</summary>
/// <remarks>
/// Shape: (height, width, channels) → (height', width', filters). Weights: <c>kernel</c> (height, width,
/// channels/groups, filters), <c>bias</c> (filters,).
/// </remarks>
public sealed record Conv2DLayer : Conv2DKind;

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="Conv2DLayer"/>
    /// <param name="filters">Channels of the output, at least 1 and a multiple of <paramref name="groups"/>.</param>
    /// <param name="kernelSize">Height and width of the kernel; <c>3</c> is 3×3.</param>
    /// <param name="strides">Steps from one output pixel to the next; default 1×1.</param>
    /// <param name="padding">Default <see cref="Padding.Valid"/>, as in Keras.</param>
    /// <param name="dilationRate">Distance between neighbouring taps; default 1×1.</param>
    /// <param name="groups">Must divide input channels and filters; default 1.</param>
    /// <param name="activation">Applied to the result; default none.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="kernelInitializer">How the kernel starts; default <c>glorot_uniform</c>.</param>
    /// <param name="biasInitializer">How the bias starts; default <c>zeros</c>.</param>
    /// <param name="kernelRegularizer">
    /// Added to the loss for the latent kernel, for example <c>"l2(l2=0.0001)"</c>; default nothing.
    /// </param>
    /// <param name="biasRegularizer">Added to the loss for the bias; default nothing.</param>
    /// <param name="activityRegularizer">Added to the loss for the output; default nothing.</param>
    /// <param name="kernelConstraint">
    /// Applied to the latent kernel after each step, for example <c>"weight_clip"</c>.
    /// </param>
    /// <param name="biasConstraint">Applied to the bias after each step; default none.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor Conv2D(
        int filters,
        Size2D kernelSize,
        Size2D? strides = null,
        Padding padding = Padding.Valid,
        Size2D? dilationRate = null,
        int groups = 1,
        ActivationFunction activation = ActivationFunction.Linear,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
        WeightRegularizer? kernelRegularizer = null,
        WeightRegularizer? biasRegularizer = null,
        WeightRegularizer? activityRegularizer = null,
        WeightConstraint? kernelConstraint = null,
        WeightConstraint? biasConstraint = null,
        string? name = null) => Apply(
        new Conv2DLayer
        {
            Filters = filters,
            KernelSize = kernelSize,
            Strides = strides ?? Size2D.One,
            Padding = padding,
            DilationRate = dilationRate ?? Size2D.One,
            Groups = groups,
            Activation = activation,
            UseBias = useBias,
            KernelInitializer = kernelInitializer ?? Initializer.GlorotUniform,
            BiasInitializer = biasInitializer ?? Initializer.Zeros,
            KernelRegularizer = kernelRegularizer,
            BiasRegularizer = biasRegularizer,
            ActivityRegularizer = activityRegularizer,
            KernelConstraint = kernelConstraint,
            BiasConstraint = biasConstraint,
        },
        name: name);
}
