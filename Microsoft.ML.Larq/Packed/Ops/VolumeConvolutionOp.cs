using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Pointwise;
using Microsoft.ML.Larq.Packed.Operands;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>
/// A convolution of planes. Each part of an output plane is the sum, tap by tap of the kernel's depth, of convolutions
/// of input planes, each summed up in its own order; integers of ±1 are exact. A tap that meets no plane is left out,
/// or adds a constant to each filter.
/// </summary>
internal abstract class VolumeConvolutionOp : SharedOp, IFoldingOp
{
    private readonly Finishing _after;
    private readonly PackImagesOp? _pack;
    private readonly int _scratch;
    private readonly int _buffer;

    /// <param name="input">The planes.</param>
    /// <param name="sums">The geometry.</param>
    /// <param name="scratch">Words of memory that the convolutions need.</param>
    /// <param name="after">What becomes of the sums.</param>
    /// <param name="pack">What makes signs of the numbers, which then go nowhere else; null for numbers.</param>
    protected VolumeConvolutionOp(Slot input, PlaneSums sums, int scratch, Finishing after, PackImagesOp? pack)
        : base(pack?.Writes ?? after.Output, after.Reads(input))
    {
        Sums = sums;
        (_after, _pack) = (after, pack);
        _scratch = scratch;
        _buffer = (sums.PlaneLength + 1) / 2;
    }

    public PlaneSums Sums { get; }

    public Finishing After => _after;

    /// <summary>What makes signs of the numbers; null for numbers.</summary>
    public PackImagesOp? Pack => _pack;

    // Two buffers, which the sums of one tap after the other go to in turns.
    public override int ScratchWords => checked(_scratch + (2 * _buffer));

    public override int Parts(int most) => Math.Min(most, Sums.Planes * Sums.Parts.Length);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RunPart(Arena arena, Span<ulong> scratch, Share share)
    {
        var (first, end) = share.Stretch(arena.Rows * Sums.Planes * Sums.Parts.Length);
        for (var i = first; i < end; i++)
        {
            var (plane, part) = Math.DivRem(i, Sums.Parts.Length);
            var (row, z) = Math.DivRem(plane, Sums.Planes);
            Part(arena, scratch, row, z, part);
        }
    }

    public Folded? With(PackedOp reader)
    {
        if (_pack is not null || !Folds) return null;
        if (reader is PackImagesOp next && Sums.Parts.Length == 1 && next.Fits(Sums.Planes, Sums.PlaneLength))
            return new Folded(Again(_after, next), "writes signs plane by plane");
        return _after.With(reader, Sums.Filters) is { } both ? new Folded(Again(both, null)) : null;
    }

    /// <summary>Whether what follows is folded into it; not into the specification.</summary>
    protected abstract bool Folds { get; }

    /// <summary>The same with something else after it.</summary>
    protected abstract VolumeConvolutionOp Again(Finishing after, PackImagesOp? pack);

    /// <summary>The sums over one plane of the input.</summary>
    /// <param name="arena">The rows.</param>
    /// <param name="scratch">Memory that may be overwritten.</param>
    /// <param name="row">The row.</param>
    /// <param name="plane">The input plane.</param>
    /// <param name="kernel">Which of the convolutions: those of a part together, tap by tap.</param>
    /// <param name="sums">Where they go.</param>
    /// <param name="before">What they are added to; empty for nothing.</param>
    protected abstract void Sum(
        Arena arena, Span<ulong> scratch, int row, int plane, int kernel, Span<float> sums, ReadOnlySpan<float> before);

    /// <summary>The sums of no tap at all.</summary>
    protected static void Nothing(Span<float> sums, ReadOnlySpan<float> before)
    {
        if (before.IsEmpty) sums.Clear();
        else before.CopyTo(sums);
    }

    /// <summary>One input plane of a row.</summary>
    protected static ReadOnlySpan<T> Plane<T>(ReadOnlySpan<T> rows, int row, int plane, int planes, int rowLength)
    {
        var length = rowLength / planes;
        return rows.Slice((row * rowLength) + (plane * length), length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Part(Arena arena, Span<ulong> scratch, int row, int z, int part)
    {
        var numbers = MemoryMarshal.Cast<ulong, float>(scratch[_scratch..]);
        var length = Sums.Parts[part].Pixels * Sums.Filters;
        var sums = numbers[..length];
        var other = numbers.Slice(2 * _buffer, length);
        var begun = false;
        for (var tap = 0; tap < Sums.From[z].Length; tap++)
        {
            var from = Sums.From[z][tap];
            if (from >= 0)
            {
                var kernel = (part * Sums.From[z].Length) + tap;
                Sum(arena, scratch[.._scratch], row, from, kernel, other, begun ? sums : default);
                var swap = sums;
                sums = other;
                other = swap;
            }
            else if (Sums.Outside.Length > 0)
            {
                if (!begun) sums.Clear();
                VectorArithmetic.AddRows(sums, Sums.Outside[tap]);
            }
            else
            {
                continue;
            }

            begun = true;
        }

        if (!begun) sums.Clear();
        _after.Finish.Run(sums);
        var shortcut = _after.Shortcut is { } slot ? arena.All(slot) : default;
        var place = ((row * Sums.Planes) + z) * Sums.PlaneLength;
        if (_pack is not null)
        {
            if (!shortcut.IsEmpty) VectorArithmetic.Add(sums, shortcut.Slice(place, length));
            _pack.Image(arena, row, z, sums);
            return;
        }

        Put(
            sums, Sums.Parts[part], arena.All(_after.Output).Slice(place, Sums.PlaneLength),
            shortcut.IsEmpty ? default : shortcut.Slice(place, Sums.PlaneLength));
    }

    // Pixels go to their places.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Put(ReadOnlySpan<float> sums, in PlanePart part, Span<float> plane, ReadOnlySpan<float> shortcut)
    {
        var pixels = part.Columns.Step == 1 ? part.Columns.Count : 1;
        var run = pixels * Sums.Filters;
        for (var y = 0; y < part.Rows.Count; y++)
        {
            var line = (part.Rows.First + (y * part.Rows.Step)) * Sums.Columns;
            for (var x = 0; x < part.Columns.Count; x += pixels, sums = sums[run..])
            {
                var at = (line + part.Columns.First + (x * part.Columns.Step)) * Sums.Filters;
                sums[..run].CopyTo(plane[at..]);
                if (!shortcut.IsEmpty) VectorArithmetic.Add(plane.Slice(at, run), shortcut.Slice(at, run));
            }
        }
    }
}
