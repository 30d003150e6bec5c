using Microsoft.ML;
using Microsoft.ML.Data;

namespace Larq.ModelBuilder.Running;

/// <summary>Measures predicted numbers on rows whose number is known.</summary>
internal static class NumberJudge
{
    /// <summary>Measures scored rows; those without a label are passed over.</summary>
    public static Judgement Of(IDataView scored, string label, string score) =>
        Of(scored.GetColumn<float>(label).Zip(
            scored.GetColumn<float>(score), (actual, said) => ((double)actual, (double)said)));

    /// <summary>Measures pairs of what is and what was said.</summary>
    public static Judgement Of(IEnumerable<(double Actual, double Said)> rows)
    {
        var known = rows.Where(row => !double.IsNaN(row.Actual)).ToArray();
        if (known.Length == 0)
        {
            return new Judgement(
                Judgement.RSquared, 0,
                new Dictionary<string, double?>
                {
                    [Judgement.RSquared] = null,
                    ["RootMeanSquaredError"] = null,
                    ["MeanAbsoluteError"] = null,
                });
        }

        var mean = known.Average(row => row.Actual);
        var error = known.Average(row => Math.Pow(row.Actual - row.Said, 2));
        var variance = known.Average(row => Math.Pow(row.Actual - mean, 2));
        return new Judgement(
            Judgement.RSquared, known.Length,
            new Dictionary<string, double?>
            {
                [Judgement.RSquared] = variance > 0 ? 1 - (error / variance) : null,
                ["RootMeanSquaredError"] = Math.Sqrt(error),
                ["MeanAbsoluteError"] = known.Average(row => Math.Abs(row.Actual - row.Said)),
            });
    }
}
