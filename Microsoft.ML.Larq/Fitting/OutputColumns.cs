using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>What the columns that a model adds are to be called.</summary>
internal static class OutputColumns
{
    /// <exception cref="ArgumentException">Two have one name.</exception>
    public static ScoreNames Of(BinarizedNetworkTrainer.Options options)
    {
        var names = new ScoreNames(
            options.ScoreColumnName, options.ProbabilityColumnName, options.PredictedLabelColumnName);
        names.Require();
        return names;
    }
}
