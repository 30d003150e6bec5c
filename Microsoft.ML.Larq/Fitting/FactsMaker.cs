using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress.Facts;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Data;
using Microsoft.ML.Larq.Training.Losses;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>What is known of a training before it begins, for the rules and the report.</summary>
internal static class FactsMaker
{
    private static readonly string Version = typeof(FactsMaker).Assembly.GetName().Version!.ToString(3);

    /// <param name="options">The options.</param>
    /// <param name="definition">The network.</param>
    /// <param name="settings">What was worked out from options and rows.</param>
    /// <param name="target">What is learned.</param>
    /// <param name="rows">The rows.</param>
    public static TrainingFacts Make(
        Options options, NetworkDefinition definition, TrainingSettings settings, LabelTarget target, FitRows rows) =>
        new()
        {
            Rows = rows.Training.Count,
            ValidationRows = rows.Validation?.Count ?? 0,
            Labels = Labels(options, settings, target, rows),
            BatchSize = settings.BatchSize,
            Epochs = settings.Epochs,
            Version = Version,
            Choices = new ChoiceFacts(
                options.ClipLatentWeights,
                options.Augmentation.Count > 0,
                definition.Layers.Any(layer => layer.Kind is DropoutLayer),
                settings.Distillation is not null,
                options.LabelSmoothing,
                settings.ClassWeights is not null,
                definition.Layers.Any(layer => layer.Weights.Any(spec => spec.Regularizer is not null)
                    || layer.Kind is BiasedKind { ActivityRegularizer: not null }),
                definition.Layers.Any(layer => layer.Kind is BatchNormalizationLayer { Trainable: true })),
            Layers = [.. QuantizedLayers.Of(definition)],
            Times = TrainingTimes.From(DateTimeOffset.UtcNow),
        };

    private static LabelFacts Labels(Options options, TrainingSettings settings, LabelTarget target, FitRows rows)
    {
        var (scale, loss) = (settings.Labels, TrainingLoss.NameFor(target.Task, options.Loss));
        var isRegression = target.Task == LearningTask.Regression;
        var counts = isRegression ? [] : Counts(rows.Training, target);
        var validation = isRegression || rows.Validation is null ? [] : Counts(rows.Validation, target);
        var (guess, validated) = isRegression
            ? GuessLoss.OfNumbers(
                Scaled(rows.Training, scale), Scaled(rows.Validation, scale), rows.Training.Weights.ToArray(),
                rows.Validation is null ? [] : rows.Validation.Weights.ToArray())
            : GuessLoss.OfClasses(
                loss, Weighed(rows.Training, counts),
                rows.Validation is null ? [] : Weighed(rows.Validation, validation), settings.ClassWeights,
                options.LabelSmoothing);
        return new LabelFacts(
            loss.ToString(), counts, validation, double.IsFinite(guess) ? guess : double.MaxValue,
            double.IsFinite(validated) ? validated : null, scale.Mean, scale.Deviation);
    }

    private static int[] Counts(RowCache rows, LabelTarget target)
    {
        var counts = new int[Math.Max(target.Classes, 2)];
        foreach (var label in rows.Labels) counts[(int)label]++;
        return counts;
    }

    // What the rows of each class count together.
    private static double[] Weighed(RowCache rows, int[] counts)
    {
        if (rows.Weights.IsEmpty) return [.. counts];
        var sums = new double[counts.Length];
        for (var i = 0; i < rows.Count; i++) sums[(int)rows.Labels[i]] += rows.Weights[i];
        return sums;
    }

    private static double[] Scaled(RowCache? rows, LabelScale scale)
    {
        var scaled = new double[rows?.Count ?? 0];
        for (var i = 0; i < scaled.Length; i++) scaled[i] = scale.Scaled(rows!.Labels[i]);
        return scaled;
    }
}
