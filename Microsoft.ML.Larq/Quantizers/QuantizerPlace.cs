using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary>What a quantizer's module will quantize.</summary>
/// <param name="Layout">
/// Which values of the tensor share a scale or a threshold; it spreads a parameter of (channels,) over them.
/// </param>
/// <param name="Shape">
/// The shape of the kernel or of one row of the input, in the network's order (channels last), from which trained
/// parameters take theirs; of no dimensions where nobody said.
/// </param>
public sealed record QuantizerPlace(TensorLayout Layout, TensorShape Shape)
{
    /// <summary>Which values of the tensor share a scale or a threshold.</summary>
    public TensorLayout Layout
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Layout));
    } = Layout ?? throw new ArgumentNullException(nameof(Layout));
}
