using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Kernels.Pointwise;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>The product of tensors, from the first to the last, each repeated along its axes of length 1.</summary>
internal sealed class MultiplyOp(FloatSlot[] inputs, Broadcast[] places, int channels, FloatSlot output)
    : StretchOp(output, inputs)
{
    public Broadcast[] Places => places;

    public int Channels => channels;

    public static PackedTensor Compile(LayerCompiler layer)
    {
        var whole = layer.Layer.OutputShape;
        layer.Report(false, "real numbers", nameof(VectorRows));
        return layer.Finish(new MultiplyOp(
            [.. layer.Inputs.Select(layer.Floats)],
            [.. layer.Layer.InputShapes.Select(shape => new Broadcast(shape, whole))],
            whole.Channels,
            layer.Output()));
    }

    protected override int Items => output.Length / channels;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Run(Arena arena, int first, int end)
    {
        for (; first < end; first++)
        {
            var (row, pixel) = Math.DivRem(first, Items);
            var products = arena.All(output).Slice(first * channels, channels);
            for (var i = 0; i < inputs.Length; i++)
            {
                var values = arena.All(inputs[i])[((row * inputs[i].Length) + places[i].Start(pixel))..];
                if (i == 0 && places[i].Repeats) products.Fill(values[0]);
                else if (i == 0) values[..channels].CopyTo(products);
                else if (places[i].Repeats) VectorRows.Multiply(products, values[0]);
                else VectorRows.Multiply(products, values);
            }
        }
    }
}
