namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// A convolution of images without shared weights in real numbers: at each output position p,
/// y[p] = activation(x[window p]·W[p] + b[p]).
/// </summary>
/// <remarks>
/// <para>
/// Shape: (height, width, channels) → (height', width', filters), without padding. Weights:
/// <c>kernel</c> (height'·width', kernel height·kernel width·channels, filters), <c>bias</c>
/// (height', width', filters).
/// </para>
/// <para>Keras: <c>LocallyConnected2D</c> with <c>implementation=1</c>.</para>
/// </remarks>
public sealed record LocallyConnected2DLayer : LocallyConnected2DKind;

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="LocallyConnected2DLayer"/>
    /// <param name="filters">Channels of the output, at least 1.</param>
    /// <param name="kernelSize">Height and width of the kernel.</param>
    /// <param name="strides">Steps from one output position to the next; default 1×1.</param>
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
    public NetworkTensor LocallyConnected2D(
        int filters,
        Size2D kernelSize,
        Size2D? strides = null,
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
        new LocallyConnected2DLayer
        {
            Filters = filters,
            KernelSize = kernelSize,
            Strides = strides ?? Size2D.One,
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
