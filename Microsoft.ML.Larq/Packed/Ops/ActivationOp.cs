using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Kernels.Pointwise;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>A function of every element.</summary>
internal sealed class ActivationOp(FloatSlot input, ActivationFunction function, FloatSlot output)
    : StretchOp(output, input), IFinishingOp
{
    public ActivationFunction Function => function;

    public static PackedTensor Compile(LayerCompiler layer)
    {
        var function = ((ActivationLayer)layer.Layer.Kind).Function;
        if (function == ActivationFunction.Linear) return layer.Nothing("the same values");
        layer.Report(false, "real numbers", nameof(ScalarActivation));
        return layer.Finish(new ActivationOp(layer.Floats(), function, layer.Output()));
    }

    public Finishing? Behind(Finishing layer, int filters) =>
        layer.Finish.CanActivate ? new(layer.Finish.Then(function), output) : null;

    // An exponential takes longer than a comparison.
    public override double Nanoseconds => base.Nanoseconds * (VectorActivation.Bounds(function) is null ? 20 : 1);

    protected override int Items => output.Length;

    protected override void Run(Arena arena, int first, int end)
    {
        var values = arena.All(output)[first..end];
        arena.All(input)[first..end].CopyTo(values);
        VectorActivation.Run(function, values);
    }
}
