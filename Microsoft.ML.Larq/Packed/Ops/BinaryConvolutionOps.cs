namespace Microsoft.ML.Larq.Packed;

/// <summary>A binary layer that writes numbers.</summary>
/// <param name="input">The signs.</param>
/// <param name="convolution">The kernel.</param>
/// <param name="finish">What becomes of the sums.</param>
/// <param name="output">Where the numbers go.</param>
/// <param name="shortcut">What is added to them last; null for nothing.</param>
internal sealed class BinaryConvolutionOp(
    WordSlot input, BinaryConvolution convolution, SumFinish finish, FloatSlot output, FloatSlot? shortcut = null)
    : PackedOp(output, shortcut is null ? [input] : [input, shortcut])
{
    public override int ScratchWords => convolution.ScratchWords;

    public override double Nanoseconds => convolution.Nanoseconds;

    public override void Run(Arena arena) => RunAll(arena);

    public override void RunAll(Arena arena) => RunPart(arena, arena.Scratch, Share.Whole);

    public override int Parts(int most) => convolution.Shares(most);

    public override void RunPart(Arena arena, Span<ulong> scratch, Share share) =>
        convolution.Run(arena.All(input), scratch, finish, arena.All(output), arena.Rows, share,
            shortcut is null ? default : arena.All(shortcut));

    /// <summary>This and the operation that reads it in one; null where they do not go together.</summary>
    public PackedOp? With(PackedOp reader)
    {
        var shape = convolution.Shape;
        return reader switch
        {
            _ when convolution is ScalarConvolution => null,
            _ when shortcut is not null => null,
            ActivationOp next when finish.CanActivate => Finish(finish.Then(next.Function), next.Writes),
            BatchNormalizationOp next when finish.CanNormalize && next.Scale.Length == shape.Filters =>
                Finish(finish.Then(next.Scale, next.Offset), next.Writes),
            PackOp next when convolution.CanWriteSigns && finish.IsMonotone
                && SignFormat.Bytes.SameBytes(next.Length, shape.Filters) =>
                new BinarySignsOp(
                    input, convolution, new SumThresholds(finish, shape.Filters, convolution.MostSum),
                    (WordSlot)next.Writes),
            AddOp next when next.Other(output) is { } other =>
                new BinaryConvolutionOp(input, convolution, finish, (FloatSlot)next.Writes, other),
            _ => null,
        };
    }

    private BinaryConvolutionOp Finish(SumFinish all, Slot writes) => new(input, convolution, all, (FloatSlot)writes);
}

/// <summary>A binary layer that writes the signs of its numbers.</summary>
internal sealed class BinarySignsOp(
    WordSlot input, BinaryConvolution convolution, SumThresholds thresholds, WordSlot output)
    : PackedOp(output, input)
{
    public override int ScratchWords => convolution.ScratchWords;

    public override double Nanoseconds => convolution.Nanoseconds;

    public override void Run(Arena arena) => RunAll(arena);

    public override void RunAll(Arena arena) => RunPart(arena, arena.Scratch, Share.Whole);

    public override int Parts(int most) => convolution.Shares(most);

    public override void RunPart(Arena arena, Span<ulong> scratch, Share share) =>
        convolution.Run(arena.All(input), scratch, thresholds, arena.All(output), arena.Rows, share);
}
