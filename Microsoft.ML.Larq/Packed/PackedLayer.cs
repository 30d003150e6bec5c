namespace Microsoft.ML.Larq.Packed;

/// <summary>How one layer was compiled.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="ClassName">Keras' name of its class.</param>
/// <param name="Arithmetic">Packed or float.</param>
/// <param name="Why">Why it is so, in words.</param>
/// <param name="Kernel">The kernel that computes it; "none" where nothing is computed.</param>
/// <param name="WeightBytes">Bytes kept for its weights: packed words, floats and correction sums.</param>
/// <param name="Macs">
/// Multiply-accumulates a row, as Larq counts them: output pixels × weights of the kernel; border taps count.
/// </param>
public sealed record PackedLayer(
    string Name,
    string ClassName,
    PackedArithmetic Arithmetic,
    string Why,
    string Kernel,
    long WeightBytes,
    long Macs);
