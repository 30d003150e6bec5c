using System.Runtime.InteropServices;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Packed;

/// <summary>
/// Compiles separable convolutions: signs with two kernels of signs on bits throughout; the first kernel alone on bits
/// where only it can be; else two convolutions of numbers.
/// </summary>
/// <remarks>
/// What lies between the kernels, d = n − 2·count of n taps, is told by the planes of the count. A plane's bit b is
/// (1 − s)/2 with its sign s, so for a filter w over channels Σ d·w = n·Σ w − Σⱼ 2ʲ·(Σ w − Σ sⱼ·w), that is
/// (n + 1 − 2ᵖ)·Σ w + Σⱼ 2ʲ·Σ sⱼ·w for p planes: p convolutions of signs with signs, and integers far below 2²⁴.
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
        var reason = ConvolutionOps.WhyFloat(layer, kind.Input, kind.Depthwise, pad);
        if (reason is not null) return Numbers(layer, kind, shape, pad, after);
        var depthwise = layer.Kernels.Convolution(shape, layer.Weight("depthwise_kernel"), (int)pad);
        return depthwise is DepthwiseSigns slices && ConvolutionOps.IsSigns(kind.Pointwise) && IsExact(slices)
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
        var pointwise = layer.Kernels.Convolution(part, weights, 0);
        var words = SignFormat.Bytes.Slot(checked(cells * whole.Channels), whole.Channels).Length;
        var lines = new PlaneLines(together, depthwise.PlaneCount, words);
        var planes = new WordSlot(checked(whole.Height / together * lines.Planes * words));
        layer.Report(
            PackedArithmetic.Packed,
            $"input {kind.Input?.ToString() ?? "already ±1"}, kernels {kind.Depthwise} and {kind.Pointwise}; "
            + $"what lies between is told by {lines.Planes} planes of signs",
            $"{depthwise.Name}, {pointwise.Name}", depthwise.Bytes + pointwise.Bytes + after.Bytes,
            depthwise.Shape.Macs + whole.Macs);
        layer.Add(new CountPlanesOp(
            ConvolutionOps.Signs(layer, kind.Input, depthwise.InputRun), depthwise, lines, planes));
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
            "what the first kernel gives is not quantized; it runs on bits" + InBits(false, IsSigns(kind.Pointwise)),
            $"{depthwise.Name}, {pointwise.Name}", depthwise.Bytes + pointwise.Bytes + after.Bytes,
            depthwise.Shape.Macs + macs);
        var between = Between(depthwise.Shape);
        layer.Add(new BinaryConvolutionOp(
            ConvolutionOps.Signs(layer, kind.Input, depthwise.InputRun), depthwise, SumFinish.Nothing, between));
        return layer.Finish(new FloatConvolutionOp(between, pointwise, after, layer.Output()));
    }

    private static PackedTensor Numbers(
        LayerCompiler layer, SeparableKind kind, ConvolutionShape shape, float pad, SumFinish after)
    {
        var signs = IsSigns(kind.Depthwise);
        var depthwise = layer.Kernels.Convolution(shape, layer.Weight("depthwise_kernel"), pad, signs);
        var (pointwise, macs) = Pointwise(layer, kind, shape);
        var why = ConvolutionOps.IsReal(kind) ? "a layer of real numbers" : "what the first kernel gives is not quantized";
        layer.Report(
            PackedArithmetic.Float, why + InBits(signs, IsSigns(kind.Pointwise)),
            depthwise.Name == pointwise.Name ? depthwise.Name : $"{depthwise.Name}, {pointwise.Name}",
            depthwise.Bytes + pointwise.Bytes + after.Bytes, shape.Macs + macs);
        var between = Between(shape);
        layer.Add(new FloatConvolutionOp(
            ConvolutionOps.Quantized(layer, kind.Input), depthwise, SumFinish.Nothing, between));
        return layer.Finish(new FloatConvolutionOp(between, pointwise, after, layer.Output()));
    }

    private static (FloatConvolution Pointwise, long Macs) Pointwise(
        LayerCompiler layer, SeparableKind kind, ConvolutionShape depthwise)
    {
        var shape = depthwise.Pointwise(kind.Filters);
        return (
            layer.Kernels.Convolution(shape, layer.Weight("pointwise_kernel"), 0, IsSigns(kind.Pointwise)), shape.Macs);
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
    private readonly SumFinish[] _values;
    private readonly int _part;
    private readonly int _parts;

    /// <param name="planes">The planes.</param>
    /// <param name="depthwise">What gives the counts.</param>
    /// <param name="pointwise">The kernel, over one line of a plane.</param>
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

        // A plane's sums times its value; with the first comes what all pixels add that count every tap.
        _values = new SumFinish[lines.Planes];
        for (var plane = 0; plane < _values.Length; plane++)
        {
            var (scale, offset) = (new float[sums.Length], new float[sums.Length]);
            Array.Fill(scale, 1 << plane);
            for (var i = 0; plane == 0 && i < offset.Length; i++)
                offset[i] = (depthwise.Shape.Taps + 1 - (1 << lines.Planes)) * sums[i];
            _values[plane] = SumFinish.Nothing.Then(scale, offset);
        }
    }

    public override int ScratchWords => checked(_pointwise.ScratchWords + ((_part + 1) / 2));

    public override double Nanoseconds => _pointwise.Nanoseconds * _lines.Planes * _parts;

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
            var planes = arena.All(_planes).Slice(row * _planes.Length, _planes.Length);
            var output = arena.All(_after.Output).Slice(i * _part, _part);
            Sum(planes, scratch, line, output);
            _after.Finish.Run(output);
            if (_after.Shortcut is { } shortcut)
                VectorArithmetic.Add(output, arena.All(shortcut).Slice(i * _part, _part));
        }
    }

    // Each plane's sums are added to those before it, the last in the output.
    private void Sum(ReadOnlySpan<ulong> planes, Span<ulong> scratch, int line, Span<float> output)
    {
        var words = _pointwise.ScratchWords;
        var spare = MemoryMarshal.Cast<ulong, float>(scratch[words..])[.._part];
        for (var plane = 0; plane < _lines.Planes; plane++)
        {
            var last = (_lines.Planes - plane) % 2 != 0;
            var to = last ? output : spare;
            var before = last ? spare : output;
            _pointwise.Run(
                planes.Slice(_lines.Word(line, plane), _lines.Words), scratch[..words], _values[plane], to, 1,
                Share.Whole, plane == 0 ? default : before);
        }

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
