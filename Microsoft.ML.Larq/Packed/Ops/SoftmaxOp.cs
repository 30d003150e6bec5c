using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>y = e^(x − max) / Σ e^(x − max) over each run of channels; the sum in single precision, in order.</summary>
internal sealed class SoftmaxOp(FloatSlot input, int channels, FloatSlot output) : PackedOp(output, input)
{
    public int Channels => channels;

    public static PackedTensor Compile(LayerCompiler layer)
    {
        layer.Report(false, "real numbers", nameof(SoftmaxOp));
        return layer.Finish(new SoftmaxOp(layer.Floats(), layer.Shape.Channels, layer.Output()));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(Arena arena)
    {
        arena[input].CopyTo(arena[output]);
        for (var rest = arena[output]; !rest.IsEmpty; rest = rest[channels..])
        {
            var run = rest[..channels];
            var most = float.NegativeInfinity;
            foreach (var x in run) most = MathF.Max(most, x);
            var sum = 0f;
            foreach (ref var x in run)
            {
                x = MathF.Exp(x - most);
                sum += x;
            }

            foreach (ref var x in run) x /= sum;
        }
    }
}
