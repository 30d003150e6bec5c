namespace Microsoft.ML.Larq.Networks;

/// <inheritdoc cref="TransposedKind"/>
/// <summary>
/// A transposed convolution of images: (height, width, channels) → (height', width', filters).
/// </summary>
public sealed record Conv2DTransposeLayer() : TransposedKind(axes: 2);

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="QuantConv2DTranspose"/>
    public NetworkTensor Conv2DTranspose(
        int filters, Sides kernelSize, Sides? strides = null, PadMode padding = PadMode.Valid,
        Sides? outputPadding = null, Sides? dilationRate = null,
        ActivationFunction activation = ActivationFunction.Linear, bool useBias = true, Kernel? kernel = null,
        string? name = null) => QuantConv2DTranspose(
        filters, kernelSize, strides, padding, outputPadding, null, null, dilationRate, activation, useBias,
        Kernel.Real(kernel), name ?? Graph.Free("conv2d_transpose"));

    /// <inheritdoc cref="Conv2DTransposeLayer"/>
    /// <param name="filters">Channels of the output, at least 1.</param>
    /// <param name="kernelSize">What the kernel covers along each axis; <c>3</c> is 3 along all.</param>
    /// <param name="strides">Cells of the output from one input cell to the next; default 1.</param>
    /// <param name="padding">Default <see cref="PadMode.Valid"/>, as in Keras.</param>
    /// <param name="outputPadding">
    /// Cells added to the length that the kernel needs, from 0 to below the strides; default null: Keras' own length.
    /// </param>
    /// <param name="inputQuantizer">Quantizes the input, for example <c>"ste_sign"</c>; default none.</param>
    /// <param name="kernelQuantizer">Quantizes the kernel; default none.</param>
    /// <param name="dilationRate">Distance between neighbouring taps; default 1.</param>
    /// <param name="activation">Applied to the result; default none.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="kernel">
    /// How the latent kernel starts and is kept, for example <c>new Kernel { Constraint = "weight_clip" }</c>.
    /// </param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor QuantConv2DTranspose(
        int filters, Sides kernelSize, Sides? strides = null, PadMode padding = PadMode.Valid,
        Sides? outputPadding = null, Quantizer? inputQuantizer = null, Quantizer? kernelQuantizer = null,
        Sides? dilationRate = null, ActivationFunction activation = ActivationFunction.Linear, bool useBias = true,
        Kernel? kernel = null, string? name = null) => Padded(
        new Conv2DTransposeLayer
        {
            Filters = filters,
            KernelSize = kernelSize,
            OutputPadding = outputPadding,
            Kernel = Kernel.Of(kernel, kernelQuantizer),
        },
        strides, padding, dilationRate, inputQuantizer, activation, useBias, name);
}
