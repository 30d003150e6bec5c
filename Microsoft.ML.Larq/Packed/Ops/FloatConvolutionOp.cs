using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Float;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>A layer of numbers.</summary>
/// <param name="input">The numbers.</param>
/// <param name="convolution">The kernel.</param>
/// <param name="after">What becomes of the sums.</param>
internal sealed class FloatConvolutionOp(FloatSlot input, FloatConvolution convolution, Finishing after)
    : ConvolutionOp(convolution, after.Output, after.Reads(input)), IFoldingOp
{
    public FloatConvolution Convolution => convolution;

    public Finishing After => after;

    public override void RunPart(Arena arena, Span<ulong> scratch, Share share) =>
        convolution.Run(arena.All(input), scratch, after.Finish, arena.All(after.Output), arena.Rows, share,
            after.Shortcut is { } shortcut ? arena.All(shortcut) : default);

    public Folded? With(PackedOp reader) =>
        convolution.Folds && after.With(reader, convolution.Shape.Filters) is { } both
            ? new Folded(new FloatConvolutionOp(input, convolution, both))
            : null;
}
