using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Kernels.Pointwise;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>A function of every element.</summary>
internal sealed class ActivationOp(FloatSlot input, ActivationLayer kind, FloatSlot output)
    : StretchOp(output, input), IFinishingOp
{
    public ActivationFunction Function => kind.Function;

    /// <summary>α of the function, 0 where it has none.</summary>
    public float Alpha => ActivationLayer.AlphaOf(kind.Function, kind.Alpha);

    public static PackedTensor Compile(LayerCompiler layer)
    {
        var kind = (ActivationLayer)layer.Layer.Kind;
        if (kind.Function == ActivationFunction.Linear) return layer.Nothing("the same values");
        layer.Report(false, "real numbers", nameof(ScalarActivation));
        return layer.Finish(new ActivationOp(layer.Floats(), kind, layer.Output()));
    }

    // A layer's own activation has no α.
    public Finishing? Behind(Finishing layer, int filters) => layer.Finish.CanActivate && kind.Alpha is null
        ? new(layer.Finish.Then(kind.Function), output)
        : null;

    // An exponential takes longer than a comparison.
    public override double Nanoseconds => base.Nanoseconds * (VectorActivation.Bounds(kind.Function) is null ? 20 : 1);

    protected override int Items => output.Length;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Run(Arena arena, int first, int end)
    {
        var values = arena.All(output)[first..end];
        arena.All(input)[first..end].CopyTo(values);
        VectorActivation.Run(kind.Function, values, kind.Alpha);
    }
}
