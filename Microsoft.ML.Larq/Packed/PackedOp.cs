namespace Microsoft.ML.Larq.Packed;

/// <summary>One step of a compiled network: reads slots, writes every element of one slot. Immutable.</summary>
internal abstract class PackedOp(Slot writes, params Slot[] reads)
{
    public Slot Writes { get; } = writes;

    public IReadOnlyList<Slot> Reads { get; } = reads;

    public abstract void Run(Arena arena);
}
