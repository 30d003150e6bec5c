using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Training;

namespace Microsoft.ML.Larq;

/// <summary>Scores training rows with the trained network and with the packed one, and compares.</summary>
internal static class PackedComparison
{
    /// <summary>Rows compared: evenly spaced over all of them.</summary>
    private const int MostRows = 500;

    private const double SameNumber = 1e-3;

    public static PackedAgreement Run(TrainingSession trained, PackedNetwork packed, RowCache rows, LearningTask task)
    {
        var count = Math.Min(MostRows, rows.Count);
        var chosen = new int[count];
        for (var i = 0; i < count; i++) chosen[i] = (int)((long)i * rows.Count / count);
        var features = new float[count * rows.Features];
        rows.Gather(chosen, features);
        var expected = trained.Score(features);
        var actual = new float[expected.Length];
        packed.Score(features, actual);
        return Compare(expected, actual, count, task);
    }

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
