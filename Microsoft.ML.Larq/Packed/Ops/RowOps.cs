using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Kernels.Pointwise;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>Compiles layers with one number for each element of a row, which may repeat.</summary>
internal static class RowOps
{
    public static PackedTensor PReLU(LayerCompiler layer)
    {
        var spec = layer.Layer.Weights[0];
        return Finish(layer, new RowOp(
            layer.Floats(), Repeated(layer.Weight(spec.Name), spec.Shape, layer.Shape), true, layer.Output()));
    }

    public static PackedTensor LeakyReLU(LayerCompiler layer)
    {
        var slopes = new float[layer.Shape.Channels];
        Array.Fill(slopes, ((LeakyReLULayer)layer.Layer.Kind).Alpha);
        return Finish(layer, new RowOp(layer.Floats(), slopes, true, layer.Output()));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static PackedTensor Scale(LayerCompiler layer)
    {
        var shape = layer.Shape;
        var whole = new float[shape.Size];
        Array.Fill(whole, 1f);
        foreach (var spec in layer.Layer.Weights)
            VectorRows.Multiply(whole, Expanded(layer.Weight(spec.Name), spec.Shape, shape));

        // Where one value serves an axis of the row, it does so in every weight: channels alone repeat by pixels.
        var repeats = layer.Layer.Weights.All(spec => spec.Shape.Size == spec.Shape.Channels);
        return Finish(layer, new RowOp(
            layer.Floats(), repeats ? whole[..shape.Channels] : whole, false, layer.Output()));
    }

    private static PackedTensor Finish(LayerCompiler layer, RowOp op)
    {
        layer.Report(false, "real numbers", nameof(VectorRows), op.Bytes);
        return layer.Finish(op);
    }

    /// <summary>The weight over a whole row, cut to one pixel where it is the same at each.</summary>
    private static float[] Repeated(float[] weight, TensorShape shape, TensorShape row) =>
        weight.Length == row.Channels && shape.Channels == row.Channels ? weight : Expanded(weight, shape, row);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float[] Expanded(float[] weight, TensorShape shape, TensorShape row)
    {
        var places = new Broadcast(shape, row);
        var values = new float[row.Size];
        for (var pixel = 0; pixel < values.Length / row.Channels; pixel++)
        {
            var to = values.AsSpan(pixel * row.Channels, row.Channels);
            if (places.Repeats) to.Fill(weight[places.Start(pixel)]);
            else weight.AsSpan(places.Start(pixel), row.Channels).CopyTo(to);
        }

        return values;
    }
}

/// <summary>Every element times its number, or its number where it is below 0 only.</summary>
internal sealed class RowOp(FloatSlot input, float[] row, bool leaks, FloatSlot output) : StretchOp(output, input)
{
    public long Bytes => (long)row.Length * sizeof(float);

    public float[] Row => row;

    public bool Leaks => leaks;

    protected override int Items => output.Length / row.Length;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Run(Arena arena, int first, int end)
    {
        var numbers = (first * row.Length)..(end * row.Length);
        var values = arena.All(output)[numbers];
        arena.All(input)[numbers].CopyTo(values);
        for (; !values.IsEmpty; values = values[row.Length..])
        {
            if (leaks) VectorRows.Leak(values[..row.Length], row);
            else VectorRows.Multiply(values[..row.Length], row);
        }
    }
}
