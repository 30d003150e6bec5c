using Larq.ModelBuilder.Recipes;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Larq;

namespace Larq.ModelBuilder.Pipelines;

/// <summary>What becomes of a recipe's rows: one list of steps, for this program and for the code it writes.</summary>
internal sealed class Pipeline
{
    private readonly Training _training;

    public Pipeline(Recipe recipe)
    {
        RecipeCheck.Check(recipe);
        (Recipe, Columns) = (recipe, new PipelineColumns(recipe));
        var isImages = recipe.Scenario == Scenario.ImageClassification;
        Loader = isImages ? null : new RowLoader(recipe, Columns);
        Before = [.. isImages ? ImageSteps.Of(recipe, Columns) : TableSteps.Of(recipe, Columns)];
        _training = new Training(recipe, Columns);
        After = recipe.Scenario == Scenario.Regression ? [] : [new LabelBack(Columns.PredictedLabel)];
    }

    public Recipe Recipe { get; }

    /// <summary>What the columns are called.</summary>
    public PipelineColumns Columns { get; }

    /// <summary>How the rows of a table are read; null for images.</summary>
    public RowLoader? Loader { get; }

    /// <summary>From the file's columns to label and features, the same for every trainer.</summary>
    public IReadOnlyList<Step> Before { get; }

    /// <summary>From what the trainer says to what a person reads.</summary>
    public IReadOnlyList<Step> After { get; }

    /// <summary>All of them.</summary>
    public IEnumerable<Step> Steps => [.. Before, _training, .. After];

    /// <summary>The rows of a file, of the columns that are used; or images, of a folder or one.</summary>
    public IDataView Load(MLContext mlContext, string path) =>
        Loader is { } loader ? loader.Load(mlContext, path) : ImageRows.Load(mlContext, path);

    /// <summary>The rows to train on and those to test on, where a file has both; the same for the same seed.</summary>
    public (IDataView TrainSet, IDataView TestSet) Split(MLContext mlContext, IDataView rows)
    {
        if (Recipe.Scenario != Scenario.Regression)
            return ClassSplit.Of(mlContext, rows, Columns.Label, Recipe.SplitRatio, Recipe.Seed);
        var split = mlContext.Data.TrainTestSplit(rows, Recipe.SplitRatio, seed: Recipe.Seed);
        return (split.TrainSet, split.TestSet);
    }

    /// <summary>The steps before the trainer.</summary>
    public IEstimator<ITransformer> Features(MLContext mlContext) => Chain(mlContext, Before);

    /// <summary>All steps.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="watch">
    /// Adds to the options who listens and who may stop; what else it sets, the generated code does not know of.
    /// </param>
    public IEstimator<ITransformer> Whole(
        MLContext mlContext, Action<BinarizedNetworkTrainer.Options>? watch = null) =>
        Chain(mlContext, [.. Before, _training with { Watched = watch }, .. After]);

    private static EstimatorChain<ITransformer> Chain(MLContext mlContext, IEnumerable<Step> steps) =>
        steps.Aggregate(
            new EstimatorChain<ITransformer>(), (chain, step) => chain.Append(step.Estimator(mlContext)));
}
