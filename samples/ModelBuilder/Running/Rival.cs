using System.Diagnostics;
using System.Runtime.CompilerServices;
using Larq.ModelBuilder.Pipelines;
using Larq.ModelBuilder.Recipes;
using Microsoft.ML;

namespace Larq.ModelBuilder.Running;

/// <summary>LightGBM with its defaults on the same features, where its package is there.</summary>
internal static class Rival
{
    private const string Score = "Score";

    /// <summary>Trains and measures it.</summary>
    /// <param name="mlContext">A context of its own.</param>
    /// <param name="pipeline">What makes the features.</param>
    /// <param name="rows">The rows of the run.</param>
    /// <returns>Null, and why, where it cannot be done here.</returns>
    public static (TrainerScore? Score, string? Why) Train(MLContext mlContext, Pipeline pipeline, RunRows rows)
    {
        try
        {
            var judge = new Judge(pipeline);
            var clock = Stopwatch.StartNew();
            var model = pipeline.Features(mlContext).Append(Trainer(mlContext, pipeline)).Fit(rows.Training);
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
    }

    // In a method of its own: where the package is missing, compiling the call is what fails.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IEstimator<ITransformer> Trainer(MLContext mlContext, Pipeline pipeline)
    {
        var (columns, recipe) = (pipeline.Columns, pipeline.Recipe);
        var weight = recipe.Weight is { } column ? columns.Of(column) : null;
        return recipe.Scenario == Scenario.Regression
            ? mlContext.Regression.Trainers.LightGbm(columns.Label, columns.Features, weight)
            : mlContext.MulticlassClassification.Trainers.LightGbm(columns.Label, columns.Features, weight);
    }
}
