namespace Microsoft.ML.Larq.Packed;

/// <summary>What a layer of a <see cref="PackedNetwork"/> computes with.</summary>
public enum PackedArithmetic
{
    /// <summary>Single-precision numbers.</summary>
    Float,

    /// <summary>Signs, 64 to a word: one bit an operand.</summary>
    Packed,
}
