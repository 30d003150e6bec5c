using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary>What a quantizer's module will quantize.</summary>
public sealed class QuantizerPlace
{
    internal QuantizerPlace(TensorLayout layout, TensorShape shape) => (Layout, Shape) = (layout, shape);

    /// <summary>
    /// Which values of the tensor share a scale or a threshold; it spreads a parameter of (channels,) over them.
    /// </summary>
    public TensorLayout Layout { get; }

    /// <summary>
    /// The shape of the kernel or of one row of the input, in the network's order (channels last), from which trained
    /// parameters take theirs; of no dimensions where nobody said.
    /// </summary>
    public TensorShape Shape { get; }
}
