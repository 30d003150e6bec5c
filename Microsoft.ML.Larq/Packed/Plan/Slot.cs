using Microsoft.ML.Larq.Packed.Kernels;

namespace Microsoft.ML.Larq.Packed.Plan;

/// <summary>
/// A buffer that one operation writes and later ones read; <see cref="ArenaLayout"/> says where it lies.
/// </summary>
internal abstract class Slot(int length)
{
    /// <summary>Elements.</summary>
    public int Length { get; } = length;

    /// <summary>First element within the arena's array; set once, when the plan is laid out.</summary>
    public int Offset { get; set; }
}

/// <summary>A tensor in single precision, row-major.</summary>
internal sealed class FloatSlot(int length) : Slot(length);

/// <summary>A tensor of signs: runs of equal length, each starting at a word of its own (<see cref="Bits"/>).</summary>
internal sealed class WordSlot(int length) : Slot(length);
