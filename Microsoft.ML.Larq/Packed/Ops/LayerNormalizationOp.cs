using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>
/// y = γ·(x − μ)/√(σ² + ε) + β over each run of channels; mean and variance in double precision, the rest in single.
/// </summary>
internal sealed class LayerNormalizationOp(
    FloatSlot input, float[] gamma, float[] beta, float epsilon, FloatSlot output)
    : PackedOp(output, input)
{
    public float[] Gamma => gamma;

    public float[] Beta => beta;

    public float Epsilon => epsilon;

    public static PackedTensor Compile(LayerCompiler layer)
    {
        var kind = (LayerNormalizationLayer)layer.Layer.Kind;
        var channels = layer.Shape.Channels;
        var weights = (kind.Scale ? 1L : 0) + (kind.Center ? 1 : 0);
        layer.Report(
            false, "real numbers", nameof(LayerNormalizationOp), weights * channels * sizeof(float));
        return layer.Finish(new LayerNormalizationOp(
            layer.Floats(), layer.WeightOr("gamma", channels, 1), layer.WeightOr("beta", channels, 0), kind.Epsilon,
            layer.Output()));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(Arena arena)
    {
        arena[input].CopyTo(arena[output]);
        for (var rest = arena[output]; !rest.IsEmpty; rest = rest[gamma.Length..])
        {
            var run = rest[..gamma.Length];
            var sum = 0.0;
            foreach (var x in run) sum += x;
            var mean = (float)(sum / run.Length);
            var squares = 0.0;
            foreach (ref var x in run)
            {
                x -= mean;
                squares += (double)x * x;
            }

            var deviation = (float)Math.Sqrt((squares / run.Length) + epsilon);
            for (var i = 0; i < run.Length; i++)
            {
                var scaled = run[i] / deviation * gamma[i];
                run[i] = scaled + beta[i];
            }
        }
    }
}
