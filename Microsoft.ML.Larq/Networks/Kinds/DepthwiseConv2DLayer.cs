namespace Microsoft.ML.Larq.Networks;

/// <summary>A convolution of each channel on its own, in real numbers: y = activation(depthwise(x, W) + b).</summary>
/// <remarks>
/// <para>
/// y[i, j, c·m + k] = activation(Σ x[i·s + u·d, j·s + v·d, c]·W[u, v, c, k] + b[c·m + k]), m the multiplier.
/// </para>
/// <para>Shape: (height, width, channels) → (height', width', channels·multiplier). Weights: <c>depthwise_kernel</c>
/// (height, width, channels, multiplier), <c>bias</c> (channels·multiplier,).</para>
/// </remarks>
public sealed record DepthwiseConv2DLayer : DepthwiseConv2DKind;

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="DepthwiseConv2DLayer"/>
    /// <param name="kernelSize">Height and width of the kernel; <c>3</c> is 3×3.</param>
    /// <param name="strides">Steps from one output pixel to the next; default 1×1.</param>
    /// <param name="padding">Default <see cref="Padding.Valid"/>, as in Keras.</param>
    /// <param name="depthMultiplier">Outputs of each channel, at least 1; default 1.</param>
    /// <param name="dilationRate">Distance between neighbouring taps; default 1×1.</param>
    /// <param name="activation">Applied to the result; default none.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="depthwiseInitializer">How the kernel starts; default <c>glorot_uniform</c>.</param>
    /// <param name="biasInitializer">How the bias starts; default <c>zeros</c>.</param>
    /// <param name="depthwiseRegularizer">
    /// Added to the loss for the latent depthwise kernel, for example <c>"l2(l2=0.0001)"</c>; default nothing.
    /// </param>
    /// <param name="biasRegularizer">Added to the loss for the bias; default nothing.</param>
    /// <param name="activityRegularizer">Added to the loss for the output; default nothing.</param>
    /// <param name="depthwiseConstraint">
    /// Applied to the latent depthwise kernel after each step, for example <c>"weight_clip"</c>.
    /// </param>
    /// <param name="biasConstraint">Applied to the bias after each step; default none.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor DepthwiseConv2D(
        Size2D kernelSize,
        Size2D? strides = null,
        Padding padding = Padding.Valid,
        int depthMultiplier = 1,
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
        new DepthwiseConv2DLayer
        {
            KernelSize = kernelSize,
            Strides = strides ?? Size2D.One,
            Padding = padding,
            DepthMultiplier = depthMultiplier,
            DilationRate = dilationRate ?? Size2D.One,
            Activation = activation,
            UseBias = useBias,
            DepthwiseInitializer = depthwiseInitializer ?? Initializer.GlorotUniform,
            BiasInitializer = biasInitializer ?? Initializer.Zeros,
            DepthwiseRegularizer = depthwiseRegularizer,
            BiasRegularizer = biasRegularizer,
            ActivityRegularizer = activityRegularizer,
            DepthwiseConstraint = depthwiseConstraint,
            BiasConstraint = biasConstraint,
        },
        name: name);
}
