using System.Diagnostics;
using System.Runtime.CompilerServices;
using Larq.ModelBuilder.Pipelines;
using Larq.ModelBuilder.Recipes;
using Microsoft.ML;
using Microsoft.ML.Trainers.LightGbm;

namespace Larq.ModelBuilder.Running;

/// <summary>LightGBM with its defaults on the same features, where its package is there.</summary>
internal static class Rival
{
    private const string Score = "Score";
    private const int RowsForThreads = 20_000;

    // It cannot be stopped: where nobody waits for it any more it runs on, and must not be joined by another.
    private static readonly SemaphoreSlim One = new(1);

    /// <summary>Trains and measures it.</summary>
    /// <param name="mlContext">A context of its own.</param>
    /// <param name="pipeline">What makes the features.</param>
    /// <param name="rows">The rows of the run.</param>
    /// <param name="stop">Ends the wait for one that runs still.</param>
    /// <returns>Null, and why, where it cannot be done here.</returns>
    public static (TrainerScore? Score, string? Why) Train(
        MLContext mlContext, Pipeline pipeline, RunRows rows, CancellationToken stop)
    {
        try
        {
            One.Wait(stop);
        }
        catch (OperationCanceledException)
        {
            return (null, "LightGBM is left out of the comparison: training was stopped");
        }

        try
        {
            var judge = new Judge(pipeline);
            var clock = Stopwatch.StartNew();
            var trainer = Trainer(mlContext, pipeline, rows.Counts.Training);
            var model = pipeline.Features(mlContext).Append(trainer).Fit(rows.Training);
            var seconds = clock.Elapsed.TotalSeconds;
            using var file = new MemoryStream();
            mlContext.Model.Save(model, rows.Training.Schema, file);
            return (new TrainerScore(
                "LightGBM", judge.Scored(model.Transform(rows.Test), Score), file.Length,
                judge.MillisecondsPerRow(mlContext, model, rows.Test, Score), seconds), null);
        }
        catch (Exception error) when (error is FileNotFoundException or DllNotFoundException or TypeLoadException
            or BadImageFormatException or TypeInitializationException)
        {
            return (null, "LightGBM is not installed here: it is left out of the comparison");
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or FormatException)
        {
            return (null, $"LightGBM failed, and is left out of the comparison: {error.Message}");
        }
        finally
        {
            One.Release();
        }
    }

    // In a method of its own: where the package is missing, compiling the call is what fails.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IEstimator<ITransformer> Trainer(MLContext mlContext, Pipeline pipeline, long rows)
    {
        var (columns, recipe) = (pipeline.Columns, pipeline.Recipe);
        var weight = recipe.Weight is { } column ? columns.Of(column) : null;

        // On few rows its threads wait for each other longer than they work.
        int? threads = rows < RowsForThreads ? 1 : null;
        return recipe.Scenario == Scenario.Regression
            ? mlContext.Regression.Trainers.LightGbm(new LightGbmRegressionTrainer.Options
            {
                LabelColumnName = columns.Label,
                FeatureColumnName = columns.Features,
                ExampleWeightColumnName = weight,
                NumberOfThreads = threads,
            })
            : mlContext.MulticlassClassification.Trainers.LightGbm(new LightGbmMulticlassTrainer.Options
            {
                LabelColumnName = columns.Label,
                FeatureColumnName = columns.Features,
                ExampleWeightColumnName = weight,
                NumberOfThreads = threads,
            });
    }
}
