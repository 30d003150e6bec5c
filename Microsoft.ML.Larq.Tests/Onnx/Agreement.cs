using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;

namespace Microsoft.ML.Larq.Tests.Onnx;

/// <summary>How ONNX Runtime's scores of a network's file agree with the packed ones.</summary>
/// <param name="Clear">Rows without a number near a threshold, whose scores agree.</param>
/// <param name="Near">The others.</param>
/// <param name="SameClass">Of the others, those of the same class.</param>
/// <param name="Largest">The largest difference of a clear row, against scores of 1 and more.</param>
internal sealed record Agreement(int Clear, int Near, int SameClass, double Largest)
{
    private const double Allowed = 1e-4;

    /// <summary>Scores rows both ways; a clear row that does not agree is an error.</summary>
    public static Agreement Of(NetworkDefinition definition, NetworkWeights weights, float[] rows, string what)
    {
        var (count, outputs) = (rows.Length / definition.InputShape.Size, definition.OutputShape.Size);
        var packed = new float[count * outputs];
        PackedNetwork.Compile(definition, weights).Score(rows, packed, 2);
        using var scorer = new OnnxScorer(definition, weights);
        var scores = scorer.Score(rows);
        Assert.HasCount(packed.Length, scores, what);
        var near = NearThresholds.Of(definition, weights, rows);
        var (clear, same, largest) = (0, 0, 0.0);
        for (var row = 0; row < count; row++)
        {
            var ours = packed.AsSpan(row * outputs, outputs);
            var theirs = scores.AsSpan(row * outputs, outputs);
            if (near[row])
            {
                if (Best(ours) == Best(theirs)) same++;
                continue;
            }

            clear++;
            var size = 1.0;
            foreach (var score in ours) size = Math.Max(size, Math.Abs(score));
            for (var i = 0; i < outputs; i++)
                largest = Math.Max(largest, Difference(ours[i], theirs[i]) / size);
            Assert.IsLessThanOrEqualTo(Allowed, largest, $"{what}, row {row}");
        }

        return new Agreement(clear, count - clear, same, largest);
    }

    private static double Difference(float left, float right) =>
        left.Equals(right) ? 0 : Math.Abs((double)left - right);

    private static int Best(ReadOnlySpan<float> scores) => System.Numerics.Tensors.TensorPrimitives.IndexOfMax(scores);
}
