namespace Microsoft.ML.Larq.Networks;

/// <summary>A three-dimensional convolution: y = activation(conv(q_in(x), q_k(W)) + b).</summary>
/// <remarks>
/// <para>
/// Shape: (depth, height, width, channels) → (depth', height', width', filters). Weights: latent <c>kernel</c> (depth,
/// height, width, channels/groups, filters), <c>bias</c> (filters,).
/// </para>
/// <para>
/// The input and the kernel are quantized where the layer has quantizers for them; without any it works in real
/// numbers.
/// </para>
/// <para>Keras: <c>Conv3D</c>; Larq: <c>QuantConv3D</c>.</para>
/// </remarks>
public sealed record Conv3DLayer : FilterKind
{
    internal override int SpatialAxes => 3;
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="QuantConv3D"/>
    public NetworkTensor Conv3D(
        int filters, Sides kernelSize, Sides? strides = null, PadMode padding = PadMode.Valid,
        Sides? dilationRate = null, int groups = 1, ActivationFunction activation = ActivationFunction.Linear,
        bool useBias = true, Kernel? kernel = null, string? name = null) => QuantConv3D(
        filters, kernelSize, strides, padding, 0, null, null, dilationRate, groups, activation, useBias,
        Kernel.Real(kernel), name ?? Graph.Free("conv3d"));

    /// <inheritdoc cref="Conv3DLayer"/>
    /// <param name="filters">Channels of the output, at least 1 and a multiple of <paramref name="groups"/>.</param>
    /// <param name="kernelSize">Depth, height and width of the kernel; <c>3</c> is 3×3×3.</param>
    /// <param name="strides">Steps from one output cell to the next; default 1×1×1.</param>
    /// <param name="padding">Default <see cref="PadMode.Valid"/>, as in Keras.</param>
    /// <param name="padValue">What <see cref="PadMode.Same"/> adds around the quantized input; default 0.</param>
    /// <param name="inputQuantizer">Quantizes the input, for example <c>"ste_sign"</c>; default none.</param>
    /// <param name="kernelQuantizer">Quantizes the kernel; default none.</param>
    /// <param name="dilationRate">Distance between neighbouring taps; default 1×1×1.</param>
    /// <param name="groups">Must divide input channels and filters; default 1.</param>
    /// <param name="activation">Applied to the result; default none.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="kernel">
    /// How the latent kernel starts and is kept, for example <c>new Kernel { Constraint = "weight_clip" }</c>.
    /// </param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor QuantConv3D(
        int filters, Sides kernelSize, Sides? strides = null, PadMode padding = PadMode.Valid, float padValue = 0,
        Quantizer? inputQuantizer = null, Quantizer? kernelQuantizer = null, Sides? dilationRate = null,
        int groups = 1, ActivationFunction activation = ActivationFunction.Linear, bool useBias = true,
        Kernel? kernel = null, string? name = null) => Quant(
        new Conv3DLayer
        {
            Filters = filters,
            KernelSize = kernelSize,
            Strides = strides ?? 1,
            Padding = padding,
            PadValue = padValue,
            InputQuantizer = inputQuantizer,
            Kernel = Kernel.Of(kernel, kernelQuantizer),
            DilationRate = dilationRate ?? 1,
            Groups = groups,
            Activation = activation,
            UseBias = useBias,
        },
        name);
}
