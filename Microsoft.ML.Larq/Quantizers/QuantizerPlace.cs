using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary>What a quantizer's module will quantize.</summary>
/// <param name="Layout">Which values of the tensor share a scale.</param>
/// <param name="Shape">
/// The shape of the kernel or of one row of the input, in the network's order (channels last), from which trained
/// parameters take theirs. Torch's tensors have channels first: a parameter of (channels,) is viewed as
/// (1, channels, 1, 1) beside the rows of an image.
/// </param>
public sealed record QuantizerPlace(TensorLayout Layout, TensorShape Shape);
