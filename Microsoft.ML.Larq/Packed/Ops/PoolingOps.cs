using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Packed;

/// <summary>Compiles the poolings.</summary>
internal static class PoolingOps
{
    public static PackedTensor Max(LayerCompiler layer) =>
        Compile(layer, ((Pooling2DKind)layer.Layer.Kind).WindowOver(layer.Shape), maximum: true);

    public static PackedTensor Average(LayerCompiler layer) =>
        Compile(layer, ((Pooling2DKind)layer.Layer.Kind).WindowOver(layer.Shape), maximum: false);

    /// <summary>One window over the whole image.</summary>
    public static PackedTensor GlobalAverage(LayerCompiler layer)
    {
        var whole = new Size2D(layer.Shape[0], layer.Shape[1]);
        return Compile(layer, Window2D.Of(layer.Shape, whole, whole, Size2D.One, Padding.Valid), maximum: false);
    }

    private static PackedTensor Compile(LayerCompiler layer, Window2D window, bool maximum)
    {
        layer.Report(PackedArithmetic.Float, "real numbers", nameof(WindowPooling));
        return layer.Finish(new PoolingOp(window, layer.Shape, maximum, layer.Floats(), layer.Output()));
    }
}

internal sealed class PoolingOp(Window2D window, TensorShape image, bool maximum, FloatSlot input, FloatSlot output)
    : PackedOp(output, input)
{
    public override void Run(Arena arena)
    {
        if (maximum) WindowPooling.Max(window, image, arena[input], arena[output]);
        else WindowPooling.Average(window, image, arena[input], arena[output]);
    }
}
