using Microsoft.ML.Larq.Model;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>Compares the scores of the trained network and of the packed one.</summary>
internal static class PackedComparison
{
    private const double SameNumber = 1e-3;

    public static PackedAgreement Run(ScoredSample sample, LearningTask task) =>
        Compare(sample.Trained, sample.Packed, sample.Rows, task);

    internal static PackedAgreement Compare(
        ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, int rows, LearningTask task)
    {
        var outputs = expected.Length / rows;
        var identical = 0;
        var largest = 0.0;
        for (var row = 0; row < rows; row++)
        {
            var one = expected.Slice(row * outputs, outputs);
            var other = actual.Slice(row * outputs, outputs);
            var difference = 0.0;
            for (var i = 0; i < outputs; i++) difference = Math.Max(difference, Math.Abs((double)one[i] - other[i]));
            largest = Math.Max(largest, difference);
            var same = task switch
            {
                LearningTask.MulticlassClassification => ArgMax(one) == ArgMax(other),
                LearningTask.BinaryClassification => one[0] > 0 == other[0] > 0,
                _ => difference <= SameNumber,
            };
            if (same) identical++;
        }

        return new PackedAgreement(rows, identical, largest);
    }

    private static int ArgMax(ReadOnlySpan<float> values) =>
        System.Numerics.Tensors.TensorPrimitives.IndexOfMax(values);
}
