using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Depthwise;
using Microsoft.ML.Larq.Packed.Kernels.Packing;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Operands;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>
/// The geometry of separable convolutions: a depthwise convolution, then one of one cell over what that gives. What
/// each takes in, <see cref="KernelPlan"/> and <see cref="BetweenPlan"/> say.
/// </summary>
/// <remarks>
/// Where the first kernel counts differing signs, what lies between, d = n − 2·count of n taps, is told by the planes
/// of the count. A plane's bit b is (1 − s)/2 with its sign s, so for a filter w over channels
/// Σ d·w = n·Σ w − Σⱼ 2ʲ·(Σ w − Σ sⱼ·w), that is (n + 1 − 2ᵖ)·Σ w + Σⱼ 2ʲ·Σ sⱼ·w for p planes: a convolution of planes
/// of signs, and integers far below 2²⁴.
/// </remarks>
internal static class SeparableOps
{
    // So many pixels make one part of the work: several rows of an image whose rows are shorter.
    private const int Pixels = 64;

    public static PackedTensor Compile(LayerCompiler layer)
    {
        var kind = (SeparableKind)layer.Layer.Kind;
        var shape = ConvolutionShape.Depthwise(kind, layer.Shape, kind.DepthMultiplier);
        var first = new KernelPlan(
            layer, kind.Depthwise.Quantizer, layer.Weight("depthwise_kernel"), shape.Filters,
            ConvolutionOps.Size(shape), ConvolutionOps.Pad(kind, shape));
        var second = new BetweenPlan(
            layer, first, kind.Pointwise.Quantizer, layer.Weight("pointwise_kernel"), shape.Taps, kind.Filters);
        var after = second.Finish(layer.Bias(kind.UseBias), kind.Activation);
        if (!first.OnBits) return Numbers(layer, shape, first, second, after);
        var told = first.ToldKernel(shape, first.Weights);
        return told.Convolution is DepthwiseSigns slices && second.TakesCounts && IsExact(slices)
            ? Counts(layer, slices, told, first, second, after)
            : Bits(layer, shape, told, first, second, after);
    }

    // No sum reaches 2²⁴, so that single precision holds all of them exactly.
    private static bool IsExact(DepthwiseSigns depthwise) =>
        (long)depthwise.Shape.Filters << (depthwise.PlaneCount + 2) <= 1 << 24;

    // Both kernels on signs, with planes of counts between them.
    private static PackedTensor Counts(
        LayerCompiler layer, DepthwiseSigns depthwise, ToldKernel told, KernelPlan first, BetweenPlan second,
        SumFinish after)
    {
        var whole = depthwise.Shape.Pointwise(second.Filters);
        var together = Enumerable.Range(1, whole.Height)
            .Last(rows => rows == 1 || (whole.Height % rows == 0 && rows * whole.Width <= Pixels));
        var cells = together * whole.Width;
        var part = whole with
        {
            Height = 1,
            Width = cells,
            Window = whole.Window with { Rows = new(1, 0, 0), Columns = new(cells, 0, 0) },
        };
        var pointwise = layer.Kernels.Convolution(part, second.Weights, 1, depthwise.PlaneCount);
        var words = SignFormat.Bytes.WordsOf(checked(cells * whole.Channels), whole.Channels);
        var lines = new PlaneLines(together, depthwise.PlaneCount, words);
        var planes = new WordSlot(checked(whole.Height / together * lines.Planes * words));
        second.ReportCounts(
            lines.Planes, $"{depthwise.Name}, {pointwise.Name}", told.Bytes + pointwise.Bytes + after.Bytes,
            depthwise.Shape.Macs + whole.Macs);
        layer.Add(new CountPlanesOp(first.SignsIn(depthwise.InputRun), depthwise, lines, planes));
        return layer.Finish(new PlanesPointwiseOp(
            planes, depthwise, pointwise, lines, second.Sums(_ => 1), second.Through(told.Whole),
            new Finishing(after, layer.Output())));
    }

    // The first kernel on bits, the second over the numbers that it gives.
    private static PackedTensor Bits(
        LayerCompiler layer, ConvolutionShape shape, ToldKernel told, KernelPlan first, BetweenPlan second,
        SumFinish after)
    {
        var depthwise = told.Convolution;
        var between = Between(shape);
        layer.Add(new BinaryConvolutionOp(
            first.SignsIn(depthwise.InputRun), depthwise,
            new Finishing(told.Then(second.FinishFirst()), between)));
        return Pointwise(layer, shape, second, between, depthwise.Name, told.Bytes, after);
    }

    private static PackedTensor Numbers(
        LayerCompiler layer, ConvolutionShape shape, KernelPlan first, BetweenPlan second, SumFinish after)
    {
        var depthwise = first.FloatKernel(shape, first.Weights);
        var between = Between(shape);
        layer.Add(new FloatConvolutionOp(
            first.NumbersIn(), depthwise, new Finishing(second.FinishFirst(), between)));
        return Pointwise(layer, shape, second, between, depthwise.Name, depthwise.Bytes, after);
    }

    // The second kernel, over the numbers that the first gave.
    private static PackedTensor Pointwise(
        LayerCompiler layer, ConvolutionShape depthwise, BetweenPlan second, FloatSlot between, string name,
        long bytes, SumFinish after)
    {
        var shape = depthwise.Pointwise(second.Filters);
        var pointwise = second.FloatKernel(shape);
        second.ReportNumbers(
            name == pointwise.Name ? name : $"{name}, {pointwise.Name}", bytes + pointwise.Bytes + after.Bytes,
            depthwise.Macs + shape.Macs);
        return layer.Finish(new FloatConvolutionOp(between, pointwise, new Finishing(after, layer.Output())));
    }

    private static FloatSlot Between(ConvolutionShape shape) => new(
        checked((int)((long)shape.Window.Rows.Output * shape.Window.Columns.Output * shape.Filters)));
}
