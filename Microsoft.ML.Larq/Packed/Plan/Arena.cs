using Microsoft.ML.Larq.Packed.Kernels;

namespace Microsoft.ML.Larq.Packed.Plan;

/// <summary>
/// The memory in which rows are scored. Operations write every element of a slot before another reads it.
/// </summary>
/// <remarks>The rows of a slot lie next to each other, so that an operation may take all of them at once.</remarks>
internal sealed class Arena(int floats, int words, int scratch, int most)
{
    private readonly AlignedArray<float> _floats = new(checked(floats * most));
    private readonly AlignedArray<ulong> _words = new(checked(words * most));
    private readonly AlignedArray<ulong> _scratch = new(scratch);

    /// <summary>Rows that there is room for.</summary>
    public int Most => most;

    /// <summary>Rows that are being scored.</summary>
    public int Rows { get; set; } = 1;

    /// <summary>The row that the slots' memory is of, where an operation runs row by row.</summary>
    public int Row { get; set; }

    /// <summary>Memory that is an operation's own while it runs.</summary>
    public Span<ulong> Scratch => _scratch.Span;

    /// <summary>A slot of the row.</summary>
    public Span<float> this[FloatSlot slot] =>
        _floats.Span.Slice((slot.Offset * most) + (Row * slot.Length), slot.Length);

    /// <summary>A slot of the row.</summary>
    public Span<ulong> this[WordSlot slot] =>
        _words.Span.Slice((slot.Offset * most) + (Row * slot.Length), slot.Length);

    /// <summary>A slot of all rows.</summary>
    public Span<float> All(FloatSlot slot) => _floats.Span.Slice(slot.Offset * most, slot.Length * Rows);

    /// <summary>A slot of all rows.</summary>
    public Span<ulong> All(WordSlot slot) => _words.Span.Slice(slot.Offset * most, slot.Length * Rows);
}
