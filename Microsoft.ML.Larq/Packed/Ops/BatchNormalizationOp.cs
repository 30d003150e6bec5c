using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Kinds;
using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Kernels.Pointwise;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>
/// y = x·a + b with a = γ/√(σ² + ε) and b = β − μ·a; each operation rounded to single precision, none fused.
/// </summary>
internal sealed class BatchNormalizationOp(FloatSlot input, float[] scale, float[] offset, FloatSlot output)
    : StretchOp(output, input), IFinishingOp
{
    public static PackedTensor Compile(LayerCompiler layer)
    {
        var kind = (BatchNormalizationLayer)layer.Layer.Kind;
        var channels = layer.Shape.Channels;
        var factors = NormalizationFactors.Of(
            kind, layer.WeightOr("gamma", channels, 1), layer.WeightOr("beta", channels, 0),
            layer.Weight("moving_mean"), layer.Weight("moving_variance"));

        layer.Report(
            false, "real numbers", nameof(BatchNormalizationOp), 2L * channels * sizeof(float));
        return layer.Finish(new BatchNormalizationOp(layer.Floats(), factors.Scale, factors.Offset, layer.Output()));
    }

    public float[] Scale => scale;

    public float[] Offset => offset;

    public Finishing? Behind(Finishing layer, int filters) =>
        layer.Finish.CanNormalize && scale.Length == filters ? new(layer.Finish.Then(scale, offset), output) : null;

    protected override int Items => output.Length / scale.Length;

    // Training rounds the product before it adds: a fused multiply-add would flip signs near a threshold.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Run(Arena arena, int first, int end)
    {
        var numbers = (first * scale.Length)..(end * scale.Length);
        VectorArithmetic.ScaleRows(arena.All(input)[numbers], scale, offset, arena.All(output)[numbers]);
    }
}
