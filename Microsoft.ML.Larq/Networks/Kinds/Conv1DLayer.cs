namespace Microsoft.ML.Larq.Networks;

/// <summary>A convolution along a sequence: y = activation(conv(q_in(x), q_k(W)) + b).</summary>
/// <remarks>
/// <para>
/// Shape: (length, channels) → (length', filters). Weights: latent <c>kernel</c> (length, channels/groups, filters),
/// <c>bias</c> (filters,).
/// </para>
/// <para>
/// The input and the kernel are quantized where the layer has quantizers for them; without any it works in real
/// numbers.
/// </para>
/// <para>Keras: <c>Conv1D</c>; Larq: <c>QuantConv1D</c>.</para>
/// </remarks>
public sealed record Conv1DLayer : FilterKind
{
    internal override int SpatialAxes => 1;
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="QuantConv1D"/>
    public NetworkTensor Conv1D(
        int filters, int kernelSize, int strides = 1, PadMode padding = PadMode.Valid, int dilationRate = 1,
        int groups = 1, ActivationFunction activation = ActivationFunction.Linear, bool useBias = true,
        Kernel? kernel = null, string? name = null) => QuantConv1D(
        filters, kernelSize, strides, padding, 0, null, null, dilationRate, groups, activation, useBias,
        Kernel.Real(kernel), name ?? Graph.Free("conv1d"));

    /// <inheritdoc cref="Conv1DLayer"/>
    /// <param name="filters">Channels of the output, at least 1 and a multiple of <paramref name="groups"/>.</param>
    /// <param name="kernelSize">Steps that the kernel covers.</param>
    /// <param name="strides">Steps from one output to the next; default 1.</param>
    /// <param name="padding">Default <see cref="PadMode.Valid"/>, as in Keras.</param>
    /// <param name="padValue">
    /// What <see cref="PadMode.Same"/> adds around the quantized input; default 0; 0 with <see cref="PadMode.Causal"/>.
    /// </param>
    /// <param name="inputQuantizer">Quantizes the input, for example <c>"ste_sign"</c>; default none.</param>
    /// <param name="kernelQuantizer">Quantizes the kernel; default none.</param>
    /// <param name="dilationRate">Distance between neighbouring taps; default 1.</param>
    /// <param name="groups">Must divide input channels and filters; default 1.</param>
    /// <param name="activation">Applied to the result; default none.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="kernel">
    /// How the latent kernel starts and is kept, for example <c>new Kernel { Constraint = "weight_clip" }</c>.
    /// </param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor QuantConv1D(
        int filters, int kernelSize, int strides = 1, PadMode padding = PadMode.Valid, float padValue = 0,
        Quantizer? inputQuantizer = null, Quantizer? kernelQuantizer = null, int dilationRate = 1, int groups = 1,
        ActivationFunction activation = ActivationFunction.Linear, bool useBias = true, Kernel? kernel = null,
        string? name = null) => Quant(
        new Conv1DLayer
        {
            Filters = filters,
            KernelSize = kernelSize,
            Strides = strides,
            Padding = padding,
            PadValue = padValue,
            InputQuantizer = inputQuantizer,
            Kernel = Kernel.Of(kernel, kernelQuantizer),
            DilationRate = dilationRate,
            Groups = groups,
            Activation = activation,
            UseBias = useBias,
        },
        name);
}
