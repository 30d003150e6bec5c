using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Binary;
using Microsoft.ML.Larq.Packed.Kernels.Depthwise;
using Microsoft.ML.Larq.Packed.Kernels.Float;
using Microsoft.ML.Larq.Packed.Kernels.Packing;
using Microsoft.ML.Larq.Packed.Kernels.Pointwise;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>
/// Compiles separable convolutions: signs with two kernels of signs on bits throughout; the first kernel alone on bits
/// where only it can be; else two convolutions of numbers.
/// </summary>
/// <remarks>
/// What lies between the kernels, d = n − 2·count of n taps, is told by the planes of the count. A plane's bit b is
/// (1 − s)/2 with its sign s, so for a filter w over channels Σ d·w = n·Σ w − Σⱼ 2ʲ·(Σ w − Σ sⱼ·w), that is
/// (n + 1 − 2ᵖ)·Σ w + Σⱼ 2ʲ·Σ sⱼ·w for p planes: a convolution of planes of signs, and integers far below 2²⁴.
/// </remarks>
internal static class SeparableOps
{
    // Pixels at a time, where an image has rows of fewer.
    private const int Pixels = 64;

    public static PackedTensor Compile(LayerCompiler layer)
    {
        var kind = (SeparableKind)layer.Layer.Kind;
        var shape = ConvolutionShape.Depthwise(kind, layer.Shape, kind.DepthMultiplier);
        var after = new SumFinish(kind.UseBias ? layer.Weight("bias") : [], kind.Activation);
        var pad = ConvolutionOps.Pad(kind, shape);
        var reason = ConvolutionOps.WhyFloat(layer, layer.InputQuantizer, kind.Depthwise.Quantizer, pad);
        if (reason is not null) return Numbers(layer, kind, shape, pad, after);
        var depthwise = layer.Kernels.Convolution(shape, layer.Weight("depthwise_kernel"), (int)pad);
        return depthwise is DepthwiseSigns slices && ConvolutionOps.IsSigns(kind.Pointwise.Quantizer) && IsExact(slices)
            ? Signs(layer, kind, slices, after)
            : Half(layer, kind, depthwise, after);
    }

    // Nothing that is added up reaches 2²⁴.
    private static bool IsExact(DepthwiseSigns depthwise) =>
        (long)depthwise.Shape.Filters << (depthwise.PlaneCount + 2) <= 1 << 24;

    private static PackedTensor Signs(
        LayerCompiler layer, SeparableKind kind, DepthwiseSigns depthwise, SumFinish after)
    {
        var whole = depthwise.Shape.Pointwise(kind.Filters);
        var together = Enumerable.Range(1, whole.Height)
            .Last(rows => rows == 1 || (whole.Height % rows == 0 && rows * whole.Width <= Pixels));
        var cells = together * whole.Width;
        var part = whole with
        {
            Height = 1,
            Width = cells,
            Window = whole.Window with { Rows = new(1, 0, 0), Columns = new(cells, 0, 0) },
        };
        var weights = layer.Weight("pointwise_kernel");
        var pointwise = layer.Kernels.Convolution(part, weights, 1, depthwise.PlaneCount);
        var words = SignFormat.Bytes.Slot(checked(cells * whole.Channels), whole.Channels).Length;
        var lines = new PlaneLines(together, depthwise.PlaneCount, words);
        var planes = new WordSlot(checked(whole.Height / together * lines.Planes * words));
        layer.Report(
            PackedArithmetic.Packed,
            $"input {layer.InputQuantizer?.ToString() ?? "already ±1"}, kernels {kind.Depthwise.Quantizer} and "
            + $"{kind.Pointwise.Quantizer}; "
            + $"what lies between is told by {lines.Planes} planes of signs",
            $"{depthwise.Name}, {pointwise.Name}", depthwise.Bytes + pointwise.Bytes + after.Bytes,
            depthwise.Shape.Macs + whole.Macs);
        layer.Add(new CountPlanesOp(
            ConvolutionOps.Signs(layer, layer.InputQuantizer, depthwise.InputRun), depthwise, lines, planes));
        return layer.Finish(new PlanesPointwiseOp(
            planes, depthwise, pointwise, lines, ColumnSums(weights, kind.Filters),
            new Finishing(after, layer.Output())));
    }

    private static PackedTensor Half(
        LayerCompiler layer, SeparableKind kind, BinaryConvolution depthwise, SumFinish after)
    {
        var (pointwise, macs) = Pointwise(layer, kind, depthwise.Shape);
        layer.Report(
            PackedArithmetic.Float,
            "what the first kernel gives is not quantized; it runs on bits"
            + InBits(false, IsSigns(kind.Pointwise.Quantizer)),
            $"{depthwise.Name}, {pointwise.Name}", depthwise.Bytes + pointwise.Bytes + after.Bytes,
            depthwise.Shape.Macs + macs);
        var between = Between(depthwise.Shape);
        layer.Add(new BinaryConvolutionOp(
            ConvolutionOps.Signs(layer, layer.InputQuantizer, depthwise.InputRun), depthwise,
            new Finishing(SumFinish.Nothing, between)));
        return layer.Finish(new FloatConvolutionOp(between, pointwise, new Finishing(after, layer.Output())));
    }

    private static PackedTensor Numbers(
        LayerCompiler layer, SeparableKind kind, ConvolutionShape shape, float pad, SumFinish after)
    {
        var signs = IsSigns(kind.Depthwise.Quantizer);
        var depthwise = layer.Kernels.Convolution(shape, layer.Weight("depthwise_kernel"), pad, signs);
        var (pointwise, macs) = Pointwise(layer, kind, shape);
        var why = ConvolutionOps.IsReal(kind)
            ? "a layer of real numbers"
            : "what the first kernel gives is not quantized";
        layer.Report(
            PackedArithmetic.Float, why + InBits(signs, IsSigns(kind.Pointwise.Quantizer)),
            depthwise.Name == pointwise.Name ? depthwise.Name : $"{depthwise.Name}, {pointwise.Name}",
            depthwise.Bytes + pointwise.Bytes + after.Bytes, shape.Macs + macs);
        var between = Between(shape);
        layer.Add(new FloatConvolutionOp(
            ConvolutionOps.Quantized(layer, layer.InputQuantizer), depthwise,
            new Finishing(SumFinish.Nothing, between)));
        return layer.Finish(new FloatConvolutionOp(between, pointwise, new Finishing(after, layer.Output())));
    }

    private static (FloatConvolution Pointwise, long Macs) Pointwise(
        LayerCompiler layer, SeparableKind kind, ConvolutionShape depthwise)
    {
        var shape = depthwise.Pointwise(kind.Filters);
        return (
            layer.Kernels.Convolution(
                shape, layer.Weight("pointwise_kernel"), 0, IsSigns(kind.Pointwise.Quantizer)),
            shape.Macs);
    }

    private static FloatSlot Between(ConvolutionShape shape) => new(
        checked((int)((long)shape.Window.Rows.Output * shape.Window.Columns.Output * shape.Filters)));

    private static bool IsSigns(Quantizer? kernel) => ConvolutionOps.IsSigns(kernel);

    private static string InBits(bool first, bool second) => (first, second) switch
    {
        (true, true) => "; both kernels' signs are kept as bits",
        (true, false) => "; the first kernel's signs are kept as bits",
        (false, true) => "; the second kernel's signs are kept as bits",
        _ => "",
    };

    private static float[] ColumnSums(float[] weights, int filters)
    {
        var sums = new float[filters];
        for (var i = 0; i < weights.Length; i++) sums[i % filters] += weights[i];
        return sums;
    }
}

/// <summary>Signs to the planes of a depthwise convolution's counts.</summary>
internal sealed class CountPlanesOp(WordSlot input, DepthwiseSigns depthwise, PlaneLines lines, WordSlot planes)
    : PackedOp(planes, input)
{
    public override int ScratchWords => depthwise.ScratchWords;

    public override double Nanoseconds => depthwise.Nanoseconds / 4;

    public override void Run(Arena arena) => RunAll(arena);

    public override void RunAll(Arena arena) => RunPart(arena, arena.Scratch, Share.Whole);

    public override int Parts(int most) => depthwise.Shares(most);

    public override void RunPart(Arena arena, Span<ulong> scratch, Share share) =>
        depthwise.Run(arena.All(input), scratch, lines, arena.All(planes), arena.Rows, share);
}

/// <summary>Planes of counts to the numbers of a kernel of one cell.</summary>
internal sealed class PlanesPointwiseOp : PackedOp, IFoldingOp
{
    private readonly WordSlot _planes;
    private readonly DepthwiseSigns _depthwise;
    private readonly BinaryConvolution _pointwise;
    private readonly PlaneLines _lines;
    private readonly float[] _sums;
    private readonly Finishing _after;
    private readonly SumFinish _finish;
    private readonly int _part;
    private readonly int _parts;

    /// <param name="planes">The planes.</param>
    /// <param name="depthwise">What gives the counts.</param>
    /// <param name="pointwise">The kernel, over a line of all planes.</param>
    /// <param name="lines">How they lie.</param>
    /// <param name="sums">The sum of each filter's weights.</param>
    /// <param name="after">What becomes of the sums.</param>
    public PlanesPointwiseOp(
        WordSlot planes, DepthwiseSigns depthwise, BinaryConvolution pointwise, PlaneLines lines, float[] sums,
        Finishing after)
        : base(after.Output, after.Reads(planes))
    {
        (_planes, _depthwise, _pointwise, _lines, _sums, _after) = (planes, depthwise, pointwise, lines, sums, after);
        _part = pointwise.Shape.Width * sums.Length;
        _parts = after.Output.Length / _part;

        // What all pixels add that count every tap.
        var whole = depthwise.Shape.Taps - pointwise.Weight;
        float[] centers = [.. sums.Select(sum => whole * sum)];
        _finish = (depthwise.LeavesOut ? SumFinish.Nothing : after.Finish).Plus(centers);
    }

    public override int ScratchWords => _pointwise.ScratchWords;

    public override double Nanoseconds => _pointwise.Nanoseconds * _parts;

    public PackedOp? With(PackedOp reader) => _after.With(reader, _sums.Length) is { } both
        ? new PlanesPointwiseOp(_planes, _depthwise, _pointwise, _lines, _sums, both)
        : null;

    public override void Run(Arena arena) => RunAll(arena);

    public override void RunAll(Arena arena) => RunPart(arena, arena.Scratch, Share.Whole);

    public override int Parts(int most) => Math.Min(most, _parts);

    public override void RunPart(Arena arena, Span<ulong> scratch, Share share)
    {
        var (first, end) = share.Stretch(arena.Rows * _parts);
        for (var i = first; i < end; i++)
        {
            var (row, line) = Math.DivRem(i, _parts);
            var at = (row * _planes.Length) + _lines.Word(line, 0);
            var planes = arena.All(_planes).Slice(at, _lines.Planes * _lines.Words);
            var output = arena.All(_after.Output).Slice(i * _part, _part);
            var other = _after.Shortcut is { } shortcut ? arena.All(shortcut).Slice(i * _part, _part) : default;
            if (!_depthwise.LeavesOut)
            {
                _pointwise.Run(planes, scratch, _finish, output, 1, Share.Whole, other);
                continue;
            }

            _pointwise.Run(planes, scratch, _finish, output, 1, Share.Whole, default);
            TakeOff(line, output);
            _after.Finish.Run(output);
            if (!other.IsEmpty) VectorArithmetic.Add(output, other);
        }
    }

    // Pixels that count fewer taps add so much less.
    private void TakeOff(int line, Span<float> output)
    {
        for (var pixel = 0; pixel < _pointwise.Shape.Width; pixel++)
        {
            var (y, x) = Math.DivRem((line * _pointwise.Shape.Width) + pixel, _depthwise.Shape.Window.Columns.Output);
            var missing = _depthwise.Shape.Taps - _depthwise.SignsOf(y, x);
            if (missing == 0) continue;
            var sums = output.Slice(pixel * _sums.Length, _sums.Length);
            for (var i = 0; i < sums.Length; i++) sums[i] -= missing * _sums[i];
        }
    }
}
