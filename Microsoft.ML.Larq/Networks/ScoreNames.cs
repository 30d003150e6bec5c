namespace Microsoft.ML.Larq.Networks;

/// <summary>What the columns that a model adds are called.</summary>
/// <param name="Score">The scores.</param>
/// <param name="Probability">The probability of a binary task.</param>
/// <param name="PredictedLabel">The class.</param>
internal sealed record ScoreNames(string Score, string Probability, string PredictedLabel)
{
    /// <summary>As ML.NET's own trainers call them.</summary>
    public static ScoreNames Default { get; } = new("Score", "Probability", "PredictedLabel");

    /// <summary>The default name of the column that has this name.</summary>
    public string RoleOf(string name) => name == Score ? Default.Score
        : name == Probability ? Default.Probability
        : name == PredictedLabel ? Default.PredictedLabel
        : name;

    /// <exception cref="ArgumentException">Two have one name.</exception>
    public void Require()
    {
        if (Score == Probability || Score == PredictedLabel || Probability == PredictedLabel)
        {
            throw new ArgumentException(
                "Options ScoreColumnName, ProbabilityColumnName and PredictedLabelColumnName are three names, got "
                + $"'{Score}', '{Probability}' and '{PredictedLabel}'.");
        }
    }
}
