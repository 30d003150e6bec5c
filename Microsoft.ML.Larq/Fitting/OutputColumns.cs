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

    /// <summary>Requires that no column that is added hides one that is read: it would be judged by itself.</summary>
    /// <param name="options">The options.</param>
    /// <param name="task">The task, which says which columns are added.</param>
    /// <exception cref="ArgumentException">One would, or two have one name.</exception>
    public static void Check(BinarizedNetworkTrainer.Options options, LearningTask task)
    {
        var names = Of(options);
        List<(string Option, string Name)> added = [(nameof(options.ScoreColumnName), names.Score)];
        if (task == LearningTask.BinaryClassification)
            added.Add((nameof(options.ProbabilityColumnName), names.Probability));
        if (task != LearningTask.Regression)
            added.Add((nameof(options.PredictedLabelColumnName), names.PredictedLabel));
        (string What, string? Name)[] read =
        [
            ("label", options.LabelColumnName), ("feature", options.FeatureColumnName),
            ("example weight", options.ExampleWeightColumnName),
        ];
        foreach (var (option, name) in added)
        {
            if (Array.Find(read, column => column.Name == name) is not { Name: not null } taken) continue;
            throw new ArgumentException(
                $"Option {option} is '{name}', the {taken.What} column, which it would hide; choose another name.");
        }
    }
}
