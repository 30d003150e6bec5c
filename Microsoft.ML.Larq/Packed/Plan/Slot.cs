using Microsoft.ML.Larq.Packed.Kernels;

namespace Microsoft.ML.Larq.Packed.Plan;

/// <summary>
/// A buffer that one operation writes and later ones read; <see cref="ArenaLayout"/> says where it lies.
/// </summary>
internal abstract class Slot(int length, int line)
{
    /// <summary>Elements.</summary>
    public int Length { get; } = length;

    /// <summary>Elements of the cache lines that it takes, so that each slot starts at one.</summary>
    public long Room { get; } = ((long)length + line - 1) / line * line;

    /// <summary>First element within the arena's array; set once, when the plan is laid out.</summary>
    public int Offset { get; set; }
}

/// <summary>A tensor in single precision, row-major.</summary>
internal sealed class FloatSlot(int length) : Slot(length, AlignedArray<float>.PerLine);

/// <summary>A tensor of signs: runs of equal length, each starting at a word of its own (<see cref="Bits"/>).</summary>
internal sealed class WordSlot(int length) : Slot(length, AlignedArray<ulong>.PerLine);
