using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>
/// An operation that can be run in stretches: of numbers, of pixels, or of an image's rows, each by itself.
/// </summary>
internal abstract class StretchOp(Slot writes, params Slot[] reads) : PackedOp(writes, reads)
{
    /// <summary>About what a number takes that is read, changed and written.</summary>
    protected const double NanosecondsANumber = 0.2;

    public override double Nanoseconds => Writes.Length * NanosecondsANumber;

    /// <summary>Things of a row that a stretch may begin and end between.</summary>
    protected abstract int Items { get; }

    public override void Run(Arena arena) => RunAll(arena);

    public override void RunAll(Arena arena) => Run(arena, 0, Items * arena.Rows);

    public override int Parts(int most) => Math.Min(most, Items);

    public override void RunPart(Arena arena, Span<ulong> scratch, Share share)
    {
        var (first, end) = share.Stretch(Items * arena.Rows);
        Run(arena, first, end);
    }

    /// <summary>Some items, counted through all rows.</summary>
    protected abstract void Run(Arena arena, int first, int end);
}
