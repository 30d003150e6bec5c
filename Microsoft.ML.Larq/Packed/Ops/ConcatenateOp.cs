using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>The channels of tensors one after another, pixel by pixel; of signs when all are.</summary>
internal sealed class ConcatenateOp(FloatSlot[] inputs, int[] channels, FloatSlot output) : StretchOp(output, inputs)
{
    private readonly int _total = channels.Sum();

    /// <summary>Of each input.</summary>
    public int[] Channels => channels;

    public static PackedTensor Compile(LayerCompiler layer)
    {
        var signs = layer.Inputs.All(input => input.Alphabet == Alphabet.Signs);
        layer.Report(false, "copies", nameof(ConcatenateOp));
        return layer.Finish(
            new ConcatenateOp(
                [.. layer.Inputs.Select(layer.Floats)],
                [.. layer.Layer.InputShapes.Select(shape => shape.Channels)],
                layer.Output()),
            signs ? Alphabet.Signs : Alphabet.Real);
    }

    protected override int Items => output.Length / _total;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Run(Arena arena, int first, int end)
    {
        var start = 0;
        for (var input = 0; input < inputs.Length; input++)
        {
            var width = channels[input];
            var to = arena.All(output)[(first * _total)..(end * _total)];
            var from = arena.All(inputs[input])[(first * width)..(end * width)];
            for (; !from.IsEmpty; from = from[width..], to = to[_total..]) from[..width].CopyTo(to[start..]);
            start += width;
        }
    }
}
