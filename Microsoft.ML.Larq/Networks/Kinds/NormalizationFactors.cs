namespace Microsoft.ML.Larq.Networks.Kinds;

/// <summary>Batch normalization when scoring: y = x·a + b, a = γ/√(σ² + ε), b = β − μ·a, each step rounded.</summary>
/// <param name="Scale">a, one per channel.</param>
/// <param name="Offset">b.</param>
internal sealed record NormalizationFactors(float[] Scale, float[] Offset)
{
    public static NormalizationFactors Of(
        BatchNormalizationLayer kind, float[] gamma, float[] beta, float[] mean, float[] variance)
    {
        var (scale, offset) = (new float[mean.Length], new float[mean.Length]);
        for (var i = 0; i < mean.Length; i++)
        {
            scale[i] = gamma[i] / MathF.Sqrt(variance[i] + kind.Epsilon);
            var shift = mean[i] * scale[i];
            offset[i] = beta[i] - shift;
        }

        return new NormalizationFactors(scale, offset);
    }
}
