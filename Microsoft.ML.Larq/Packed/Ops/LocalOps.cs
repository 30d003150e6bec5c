using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Float;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Operands;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>At each position a convolution of its own. Weights are read once for all rows of a batch.</summary>
internal abstract class LocalOp : SharedOp, IFoldingOp
{
    private readonly Finishing _after;
    private readonly SumFinish[] _finishes;

    /// <param name="input">What it reads.</param>
    /// <param name="wholes">For each position what makes whole numbers of its sums.</param>
    /// <param name="after">What becomes of those.</param>
    protected LocalOp(Slot input, SumFinish[] wholes, Finishing after)
        : base(after.Output, after.Reads(input))
    {
        Filters = after.Output.Length / wholes.Length;
        _after = after;
        _finishes = [.. wholes.Select((whole, position) => after.Finish.Of(position, Filters).Behind(whole))];
    }

    /// <summary>What becomes of the whole numbers of all positions.</summary>
    public Finishing After => _after;

    protected int Filters { get; }

    public override int Parts(int most) => Math.Min(most, _finishes.Length);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RunPart(Arena arena, Span<ulong> scratch, Share share)
    {
        var (first, end) = share.Stretch(_finishes.Length);
        for (var position = first; position < end; position++)
        {
            for (var row = 0; row < arena.Rows; row++)
            {
                var at = (row * _after.Output.Length) + (position * Filters);
                var to = arena.All(_after.Output).Slice(at, Filters);
                var other = _after.Shortcut is { } shortcut ? arena.All(shortcut).Slice(at, Filters) : default;
                Run(arena, scratch, row, position, _finishes[position], to, other);
            }
        }
    }

    public Folded? With(PackedOp reader) =>
        Folds && _after.With(reader, Filters) is { } both ? new Folded(Again(both)) : null;

    /// <summary>Whether what follows is folded into it; not into the specification.</summary>
    protected abstract bool Folds { get; }

    /// <summary>The same with something else after it.</summary>
    protected abstract LocalOp Again(Finishing after);

    protected abstract void Run(
        Arena arena, Span<ulong> scratch, int row, int position, SumFinish finish, Span<float> output,
        ReadOnlySpan<float> shortcut);
}

/// <summary>Numbers with numbers or signs.</summary>
internal sealed class FloatLocalOp(FloatSlot input, FloatConvolution[] positions, Finishing after)
    : LocalOp(input, [.. positions.Select(_ => SumFinish.Nothing)], after)
{
    public FloatConvolution[] Positions => positions;

    public override int ScratchWords { get; } = positions.Max(position => position.ScratchWords);

    public override double Nanoseconds { get; } = positions.Sum(position => position.Nanoseconds);

    protected override bool Folds => positions[0].Folds;

    protected override LocalOp Again(Finishing next) => new FloatLocalOp(input, positions, next);

    protected override void Run(
        Arena arena, Span<ulong> scratch, int row, int position, SumFinish finish, Span<float> output,
        ReadOnlySpan<float> shortcut) => positions[position].Run(
        arena.All(input).Slice(row * input.Length, input.Length), scratch, finish, output, 1, Share.Whole, shortcut);
}

/// <summary>Signs with signs.</summary>
internal sealed class BinaryLocalOp(WordSlot input, ToldKernel[] positions, Finishing after)
    : LocalOp(input, [.. positions.Select(position => position.Whole)], after)
{
    public ToldKernel[] Positions => positions;

    public override int ScratchWords { get; } = positions.Max(position => position.Convolution.ScratchWords);

    public override double Nanoseconds { get; } = positions.Sum(position => position.Convolution.Nanoseconds);

    protected override bool Folds => positions[0].Convolution.Folds;

    protected override LocalOp Again(Finishing next) => new BinaryLocalOp(input, positions, next);

    protected override void Run(
        Arena arena, Span<ulong> scratch, int row, int position, SumFinish finish, Span<float> output,
        ReadOnlySpan<float> shortcut) => positions[position].Convolution.Run(
        arena.All(input).Slice(row * input.Length, input.Length), scratch, finish, output, 1, Share.Whole, shortcut);
}
