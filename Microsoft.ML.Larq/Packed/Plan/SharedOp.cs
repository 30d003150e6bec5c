using Microsoft.ML.Larq.Packed.Kernels;

namespace Microsoft.ML.Larq.Packed.Plan;

/// <summary>A step that takes all rows at once and whose work can be shared out in parts.</summary>
internal abstract class SharedOp(Slot writes, params Slot[] reads) : PackedOp(writes, reads)
{
    public sealed override void Run(Arena arena) => RunAll(arena);

    public sealed override void RunAll(Arena arena) => RunPart(arena, arena.Scratch, Share.Whole);

    public abstract override int Parts(int most);

    public abstract override void RunPart(Arena arena, Span<ulong> scratch, Share share);
}
