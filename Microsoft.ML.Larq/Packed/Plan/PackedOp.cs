using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Packed.Kernels;

namespace Microsoft.ML.Larq.Packed.Plan;

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

    /// <summary>About how long a row takes, in nanoseconds; 0 where it is not worth knowing.</summary>
    public virtual double Nanoseconds => 0;

    /// <summary>The arena's row.</summary>
    public abstract void Run(Arena arena);

    /// <summary>All of the arena's rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public virtual void RunAll(Arena arena)
    {
        for (arena.Row = 0; arena.Row < arena.Rows; arena.Row++) Run(arena);
        arena.Row = 0;
    }

    /// <summary>Into how many parts its work can be shared out, no more than asked for.</summary>
    public virtual int Parts(int most) => 1;

    /// <summary>One part of the work for all rows; parts may run at the same time.</summary>
    /// <param name="arena">The rows.</param>
    /// <param name="scratch">This part's own scratch memory.</param>
    /// <param name="share">The part.</param>
    public virtual void RunPart(Arena arena, Span<ulong> scratch, Share share) => RunAll(arena);
}
