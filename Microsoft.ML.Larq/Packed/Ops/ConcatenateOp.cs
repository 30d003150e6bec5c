using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Packed;

/// <summary>The channels of tensors one after another, pixel by pixel; of signs when all are.</summary>
internal sealed class ConcatenateOp(FloatSlot[] inputs, int[] channels, FloatSlot output) : PackedOp(output, inputs)
{
    public static PackedTensor Compile(LayerCompiler layer)
    {
        var signs = layer.Inputs.All(input => input.Alphabet == Alphabet.Signs);
        layer.Report(PackedArithmetic.Float, "copies", nameof(ConcatenateOp));
        return layer.Finish(
            new ConcatenateOp(
                [.. layer.Inputs.Select(layer.Floats)],
                [.. layer.Layer.InputShapes.Select(shape => shape.Channels)],
                layer.Output()),
            signs ? Alphabet.Signs : Alphabet.Real);
    }

    public override void Run(Arena arena) => RunAll(arena);

    public override void RunAll(Arena arena)
    {
        var start = 0;
        var total = channels.Sum();
        for (var input = 0; input < inputs.Length; input++)
        {
            var to = arena.All(output);
            var width = channels[input];
            for (var from = arena.All(inputs[input]); !from.IsEmpty; from = from[width..])
            {
                from[..width].CopyTo(to[start..]);
                if (from.Length > width) to = to[total..];
            }

            start += width;
        }
    }
}
