using Larq.ModelBuilder.Recipes;
using Microsoft.ML;
using Microsoft.ML.Larq;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Training;

namespace Larq.ModelBuilder.Pipelines;

/// <summary>The binarized network.</summary>
/// <param name="Recipe">Says task, preset, seed and passes.</param>
/// <param name="Columns">What the columns are called.</param>
internal sealed record Training(Recipe Recipe, PipelineColumns Columns) : Step
{
    /// <summary>What this program adds, and generated code does not: who listens, and who may stop it.</summary>
    public Action<BinarizedNetworkTrainer.Options>? Watched { get; init; }

    public override string Purpose => "The binarized network.";

    // Rows to validate on are of a file, so what calls has read them; the generated method has them as an argument.
    public override string Source =>
        $$"""
        mlContext.Larq().BinaryNet(new BinarizedNetworkTrainer.Options
        {
        {{string.Concat(Settings.Select(setting => $"    {setting.Source},\n"))}}{{(
            Recipe.ValidationDataSet is null ? "" : "    ValidationSet = validationSet,\n")}}})
        """;

    public override IEstimator<ITransformer> Estimator(MLContext mlContext)
    {
        var options = new BinarizedNetworkTrainer.Options();
        foreach (var setting in Settings) setting.Set(options);
        Watched?.Invoke(options);
        return mlContext.Larq().BinaryNet(options);
    }

    // A value that is the library's default is not said.
    private IEnumerable<(string Source, Action<BinarizedNetworkTrainer.Options> Set)> Settings
    {
        get
        {
            var (label, features) = (Columns.Label, Columns.Features);
            yield return ($"LabelColumnName = {Literal(label)}", options => options.LabelColumnName = label);
            yield return ($"FeatureColumnName = {Literal(features)}", options => options.FeatureColumnName = features);
            if (Columns.Score is not "Score" and var score)
                yield return ($"ScoreColumnName = {Literal(score)}", options => options.ScoreColumnName = score);
            if (Columns.PredictedLabel is not "PredictedLabel" and var predicted)
            {
                yield return (
                    $"PredictedLabelColumnName = {Literal(predicted)}",
                    options => options.PredictedLabelColumnName = predicted);
            }

            if (Recipe.Weight is { } column && Columns.Of(column) is var weight)
            {
                yield return (
                    $"ExampleWeightColumnName = {Literal(weight)}",
                    options => options.ExampleWeightColumnName = weight);
            }

            // Whole numbers are not taken for classes.
            if (Recipe.Scenario == Scenario.Regression)
                yield return ("Task = LearningTask.Regression", options => options.Task = LearningTask.Regression);
            if (NamedNetwork.Of(Recipe) is { } network)
                yield return ($"Network = {network.Source}", options => options.Network = network.Build);
            if (Recipe is { Network: Presets.Best, Scenario: not Scenario.ImageClassification })
                yield return ("BatchSize = 32", options => options.BatchSize = 32);

            // So few passes are too few steps in large batches.
            if (Recipe is { Network: Presets.Quick, Scenario: Scenario.ImageClassification })
                yield return ("BatchSize = 16", options => options.BatchSize = 16);
            if (Recipe is { Network: Presets.Best, Scenario: Scenario.ImageClassification })
            {
                yield return (
                    "Augmentation = [ImageAugmentation.RandomCrop(padding: 4)]",
                    options => options.Augmentation = [ImageAugmentation.RandomCrop(padding: 4)]);
            }

            if (Epochs is { } epochs)
                yield return ($"Epochs = {CSharpText.Literal(epochs)}", options => options.Epochs = epochs);
            if (Recipe.ValidationFraction is { } fraction)
            {
                yield return (
                    $"ValidationFraction = {CSharpText.Literal(fraction)}",
                    options => options.ValidationFraction = fraction);
            }

            yield return ($"Seed = {CSharpText.Literal(Recipe.Seed)}", options => options.Seed = Recipe.Seed);
        }
    }

    private int? Epochs => Recipe.Epochs ?? Recipe.Network switch
    {
        Presets.Quick => 10,
        Presets.Best => 60,
        _ => null,
    };
}
