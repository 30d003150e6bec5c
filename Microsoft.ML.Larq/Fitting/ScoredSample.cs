using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Data;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>Training rows with what the trained network and the packed one make of them.</summary>
/// <param name="Labels">The rows' labels.</param>
/// <param name="Trained">The outputs of the trained network.</param>
/// <param name="Packed">Those of the packed one, which will score.</param>
/// <param name="HasOneInput">Whether all rows have the same features.</param>
internal sealed record ScoredSample(float[] Labels, float[] Trained, float[] Packed, bool HasOneInput)
{
    /// <summary>How much each row counts in training; none for 1 each.</summary>
    public float[] Weights { get; private init; } = [];

    /// <summary>Rows taken: evenly spaced over all of them.</summary>
    private const int MostRows = 500;

    public int Rows => Labels.Length;

    public int Outputs => Packed.Length / Rows;

    public static ScoredSample Of(TrainingSession trained, PackedNetwork packed, RowCache rows)
    {
        var outputs = packed.OutputSize;
        var chosen = RowBlocks.Choose(rows.Count, MostRows, outputs);
        var (expected, actual) = (new float[chosen.Length * outputs], new float[chosen.Length * outputs]);
        var first = rows[chosen[0]].ToArray();
        var hasOneInput = true;
        RowBlocks.ForEach(rows, chosen, outputs, (start, features) =>
        {
            trained.Score(features).CopyTo(expected.AsSpan(start * outputs));
            packed.Score(features, actual.AsSpan(start * outputs, features.Length / rows.Features * outputs));
        });
        foreach (var row in chosen) hasOneInput &= rows[row].SequenceEqual(first);
        return new ScoredSample([.. chosen.Select(row => rows.Labels[row])], expected, actual, hasOneInput)
        {
            Weights = rows.Weights.IsEmpty ? [] : [.. chosen.Select(row => rows.Weights[row])],
        };
    }
}
