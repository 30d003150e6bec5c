namespace Microsoft.ML.Larq.Packed;

/// <summary>
/// A step of a compiled network: reads slots, writes every element of one slot. Immutable once compiled.
/// </summary>
internal abstract class PackedOp(Slot writes, params Slot[] reads)
{
    public Slot Writes { get; } = writes;

    /// <summary>Which line of the report it was made for.</summary>
    public int Line { get; set; }

    public IReadOnlyList<Slot> Reads { get; } = reads;

    /// <summary>Words of <see cref="Arena.Scratch"/> that it needs.</summary>
    public virtual int ScratchWords => 0;

    public abstract void Run(Arena arena);
}
