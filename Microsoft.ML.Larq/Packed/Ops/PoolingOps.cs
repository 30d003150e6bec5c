using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Kernels.Pointwise;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>Compiles the poolings.</summary>
internal static class PoolingOps
{
    public static PackedTensor Max(LayerCompiler layer) =>
        Compile(layer, ((PoolingKind)layer.Layer.Kind).WindowOver(layer.Shape), maximum: true);

    public static PackedTensor Average(LayerCompiler layer) =>
        Compile(layer, ((PoolingKind)layer.Layer.Kind).WindowOver(layer.Shape), maximum: false);

    public static PackedTensor Max1D(LayerCompiler layer) =>
        Compile(layer, ((PoolingKind)layer.Layer.Kind).WindowOver(layer.Shape), maximum: true);

    public static PackedTensor Average1D(LayerCompiler layer) =>
        Compile(layer, ((PoolingKind)layer.Layer.Kind).WindowOver(layer.Shape), maximum: false);

    public static PackedTensor GlobalAverage(LayerCompiler layer) => Global(layer, maximum: false);

    public static PackedTensor GlobalMax(LayerCompiler layer) => Global(layer, maximum: true);

    // One window over all places.
    private static PackedTensor Global(LayerCompiler layer, bool maximum)
    {
        var image = Image(layer.Shape);
        var whole = new Size2D(image[0], image[1]);
        return Compile(layer, Window2D.Of(image, whole, whole, Size2D.One, PadMode.Valid), maximum);
    }

    private static PackedTensor Compile(LayerCompiler layer, Window2D window, bool maximum)
    {
        layer.Report(false, "real numbers", nameof(WindowPooling));
        // The largest of some values is one of them.
        return layer.Finish(
            new PoolingOp(window, Image(layer.Shape), maximum, layer.Floats(), layer.Output()),
            maximum ? layer.Input.Alphabet : Alphabet.Real);
    }

    // A sequence is an image of one row.
    private static TensorShape Image(TensorShape shape) =>
        shape.Rank == 2 ? new TensorShape(1, shape[0], shape[1]) : shape;
}

/// <summary>The maximum or the mean over windows.</summary>
internal sealed class PoolingOp(Window2D window, TensorShape image, bool maximum, FloatSlot input, FloatSlot output)
    : StretchOp(output, input), IRewritingOp
{
    public Window2D Window => window;

    public TensorShape Image => image;

    public bool IsMaximum => maximum;

    public override double Nanoseconds =>
        base.Nanoseconds * window.Kernel.Height * window.Kernel.Width;

    /// <summary>
    /// maximum → (batch normalization →) sign becomes (batch normalization →) sign → maximum of signs.
    /// </summary>
    public Rewriting? Rewrite(OpList plan)
    {
        if (!maximum || plan.OnlyReader(this) is not { } reader) return null;
        var norm = reader as BatchNormalizationOp;
        if (norm is not null && !TakesIn(plan, norm)) return null;
        if ((norm is null ? reader : plan.OnlyReader(norm)) is not PackOp pack) return null;
        if (pack.Kernels.IsScalar || !pack.Kernels.Format.SameBytes(pack.Length, image.Channels)) return null;
        return new Rewriting(
            SignPoolingOp.Before(this, norm, pack), Without: norm is null ? [pack] : [pack, norm],
            Told: line => line with
            {
                IsPacked = true,
                Kernel = SignPoolingOp.Name,
                Why = "only its signs are read: the maximum of signs",
            });
    }

    protected override int Items => window.Rows.Output;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Run(Arena arena, int first, int end)
    {
        var line = output.Length / Items;
        while (first < end)
        {
            // Up to the end of a row of the batch, as a window of its own that begins so many rows further down.
            var (row, y) = Math.DivRem(first, Items);
            var count = Math.Min(end - first, Items - y);
            var before = window.Rows.Before - (y * window.Strides.Height);
            var part = window with { Rows = window.Rows with { Output = count, Before = before } };
            var from = arena.All(input).Slice(row * input.Length, input.Length);
            var to = arena.All(output).Slice(first * line, count * line);
            if (maximum) WindowPooling.Max(part, image, from, to);
            else WindowPooling.Average(part, image, from, to);
            first += count;
        }
    }

    // Before the pooling there is more to normalize, which pays only where a binary layer takes it in.
    private bool TakesIn(OpList plan, BatchNormalizationOp norm) =>
        plan.Writer(input) is BinaryConvolutionOp layer
        && plan.OnlyReader(layer) is PoolingOp
        && layer.With(norm) is { Op: BinaryConvolutionOp };
}
