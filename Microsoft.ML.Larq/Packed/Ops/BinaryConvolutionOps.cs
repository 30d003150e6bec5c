using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Binary;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>A binary layer that writes numbers.</summary>
/// <param name="input">The signs.</param>
/// <param name="convolution">The kernel.</param>
/// <param name="after">What becomes of the sums.</param>
internal sealed class BinaryConvolutionOp(WordSlot input, BinaryConvolution convolution, Finishing after)
    : ConvolutionOp(convolution, after.Output, after.Reads(input)), IFoldingOp
{
    public BinaryConvolution Convolution => convolution;

    public Finishing After => after;

    public override void RunPart(Arena arena, Span<ulong> scratch, Share share) =>
        convolution.Run(arena.All(input), scratch, after.Finish, arena.All(after.Output), arena.Rows, share,
            after.Shortcut is { } shortcut ? arena.All(shortcut) : default);

    public Folded? With(PackedOp reader)
    {
        if (!convolution.Folds) return null;
        if (reader is PackOp next && CanWrite(next))
        {
            return new Folded(
                new BinarySignsOp(input, convolution, convolution.Thresholds(after.Finish), (WordSlot)next.Writes),
                "writes signs through integer thresholds");
        }

        return after.With(reader, convolution.Shape.Filters) is { } both
            ? new Folded(new BinaryConvolutionOp(input, convolution, both))
            : null;
    }

    private bool CanWrite(PackOp signs) =>
        after.Shortcut is null && convolution.CanWriteSigns && after.Finish.IsMonotone
        && signs.Kernels.Format.SameBytes(signs.Length, convolution.Shape.Filters);
}

/// <summary>A binary layer that writes the signs of its numbers.</summary>
internal sealed class BinarySignsOp(
    WordSlot input, BinaryConvolution convolution, SumThresholds thresholds, WordSlot output)
    : ConvolutionOp(convolution, output, input)
{
    public BinaryConvolution Convolution => convolution;

    public SumThresholds Thresholds => thresholds;

    public override void RunPart(Arena arena, Span<ulong> scratch, Share share) =>
        convolution.Run(arena.All(input), scratch, thresholds, arena.All(output), arena.Rows, share);
}
