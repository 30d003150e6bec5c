using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Packed;

/// <summary>A function of every element.</summary>
internal sealed class ActivationOp(FloatSlot input, ActivationFunction function, FloatSlot output)
    : PackedOp(output, input)
{
    public static PackedTensor Compile(LayerCompiler layer)
    {
        var function = ((ActivationLayer)layer.Layer.Kind).Function;
        if (function == ActivationFunction.Linear) return layer.Nothing("the same values");
        layer.Report(PackedArithmetic.Float, "real numbers", nameof(ScalarActivation));
        return layer.Finish(new ActivationOp(layer.Floats(), function, layer.Output()));
    }

    public ActivationFunction Function => function;

    public override void Run(Arena arena) => RunAll(arena);

    public override void RunAll(Arena arena)
    {
        arena.All(input).CopyTo(arena.All(output));
        VectorActivation.Run(function, arena.All(output));
    }
}
