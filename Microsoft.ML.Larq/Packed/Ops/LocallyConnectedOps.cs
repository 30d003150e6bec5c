using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Binary;
using Microsoft.ML.Larq.Packed.Kernels.Float;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>
/// Compiles convolutions without shared weights: at each position a convolution of its own that has one output pixel.
/// </summary>
internal static class LocallyConnectedOps
{
    public static PackedTensor Compile(LayerCompiler layer)
    {
        var kind = (LocallyConnectedKind)layer.Layer.Kind;
        var window = kind.WindowOver(layer.Shape);
        var kernel = layer.Weight("kernel");
        var positions = window.Rows.Output * window.Columns.Output;
        var weights = kernel.Chunk(kernel.Length / positions).ToArray();

        // A bias for each position and filter is that of one pixel with so many channels.
        var after = new SumFinish(kind.UseBias ? layer.Weight("bias") : [], kind.Activation);
        var finishing = new Finishing(after, layer.Output());
        ConvolutionShape At(int position) => Shape(layer.Shape, window, position, kind.Filters);
        var input = layer.InputQuantizer;
        var reason = ConvolutionOps.WhyFloat(layer, input, kind.Kernel.Quantizer, 0);
        if (reason is null)
        {
            BinaryConvolution[] signs =
                [.. weights.Select((part, i) => layer.Kernels.Convolution(At(i), part, 0))];
            layer.Report(
                PackedArithmetic.Packed, $"input {input?.ToString() ?? "already ±1"}, kernel {kind.Kernel.Quantizer}",
                signs[0].Name, after.Bytes + signs.Sum(part => part.Bytes), kernel.Length);
            return layer.Finish(new BinaryLocalOp(
                ConvolutionOps.Signs(layer, input, layer.Shape.Channels), signs, finishing));
        }

        var bits = ConvolutionOps.IsSigns(kind.Kernel.Quantizer);
        FloatConvolution[] numbers =
            [.. weights.Select((part, i) => layer.Kernels.Convolution(At(i), part, 0f, bits))];
        layer.Report(
            PackedArithmetic.Float, bits ? reason + ConvolutionOps.InBits : reason, numbers[0].Name,
            after.Bytes + numbers.Sum(part => part.Bytes), kernel.Length);
        return layer.Finish(new FloatLocalOp(ConvolutionOps.Quantized(layer, input), numbers, finishing));
    }

    // The window at one place: cells cut off before it are padding below 0.
    private static ConvolutionShape Shape(TensorShape input, Window2D window, int position, int filters)
    {
        var image = input.Rank == 3 ? input : new TensorShape(1, input[0], input.Channels);
        var (y, x) = Math.DivRem(position, window.Columns.Output);
        return new ConvolutionShape(
            image[0], image[1], image.Channels, filters, 1,
            new Window2D(
                new WindowAxis(1, -y * window.Strides.Height, 0), new WindowAxis(1, -x * window.Strides.Width, 0),
                window.Kernel, Size2D.One, Size2D.One));
    }
}

/// <summary>At each position a convolution of its own. Weights are read once for all rows of a batch.</summary>
internal abstract class LocalOp : PackedOp, IFoldingOp
{
    private readonly Finishing _after;
    private readonly SumFinish[] _finishes;

    protected LocalOp(Slot input, int positions, Finishing after)
        : base(after.Output, after.Reads(input))
    {
        Filters = after.Output.Length / positions;
        _after = after;
        _finishes = [.. Enumerable.Range(0, positions).Select(position => after.Finish.Of(position, Filters))];
    }

    protected int Filters { get; }

    public override void Run(Arena arena) => RunAll(arena);

    public override void RunAll(Arena arena) => RunPart(arena, arena.Scratch, Share.Whole);

    public override int Parts(int most) => Math.Min(most, _finishes.Length);

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

    public PackedOp? With(PackedOp reader) =>
        Folds && _after.With(reader, Filters) is { } both ? Again(both) : null;

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
    : LocalOp(input, positions.Length, after)
{
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
internal sealed class BinaryLocalOp(WordSlot input, BinaryConvolution[] positions, Finishing after)
    : LocalOp(input, positions.Length, after)
{
    public override int ScratchWords { get; } = positions.Max(position => position.ScratchWords);

    public override double Nanoseconds { get; } = positions.Sum(position => position.Nanoseconds);

    protected override bool Folds => positions[0].Folds;

    protected override LocalOp Again(Finishing next) => new BinaryLocalOp(input, positions, next);

    protected override void Run(
        Arena arena, Span<ulong> scratch, int row, int position, SumFinish finish, Span<float> output,
        ReadOnlySpan<float> shortcut) => positions[position].Run(
        arena.All(input).Slice(row * input.Length, input.Length), scratch, finish, output, 1, Share.Whole, shortcut);
}
