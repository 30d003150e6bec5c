using Larq.ModelBuilder.Pipelines;
using Larq.ModelBuilder.Recipes;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Larq.ModelBuilder.Running;

/// <summary>Measures a model of a recipe, and what beats no model at all.</summary>
internal sealed class Judge(Pipeline pipeline)
{
    private const int TimedRows = 2000;

    private bool IsRegression => pipeline.Recipe.Scenario == Scenario.Regression;

    /// <summary>Measures the model on rows that have a label.</summary>
    public Judgement Of(ITransformer model, IDataView rows) => Scored(model.Transform(rows));

    /// <summary>Measures rows that a model has scored.</summary>
    public Judgement Scored(IDataView scored, string? score = null)
    {
        var (label, said) = (pipeline.Columns.Label, score ?? pipeline.Columns.Score);
        return IsRegression
            ? NumberJudge.Of(scored, label, said)
            : ClassJudge.Of(scored, label, said, pipeline.Recipe.Classes);
    }

    /// <summary>
    /// What is reached without looking at a single feature: the commonest class of the training rows, or their mean.
    /// </summary>
    public TrainerScore Baseline(IDataView labelledTraining, IDataView labelledTest)
    {
        var label = pipeline.Columns.Label;
        if (IsRegression)
        {
            var mean = labelledTraining.GetColumn<float>(label).Where(value => !float.IsNaN(value))
                .Average(value => (double)value);
            var rows = labelledTest.GetColumn<float>(label).Select(value => ((double)value, mean));
            return new TrainerScore("mean of the label", NumberJudge.Of(rows), null, null, null);
        }

        var classes = pipeline.Recipe.Classes;
        var counts = new long[classes.Length];
        foreach (var key in labelledTraining.GetColumn<uint>(label).Where(key => key > 0)) counts[key - 1]++;
        var (total, most) = (Math.Max(1, counts.Sum()), Array.IndexOf(counts, counts.Max()));

        // Each class has the probability that it has among the training rows.
        float[] shares = [.. counts.Select(count => (float)count / total)];
        var judge = new ClassJudge(classes);
        foreach (var key in labelledTest.GetColumn<uint>(label).Where(key => key > 0)) judge.Add((int)key - 1, shares);
        return new TrainerScore($"always '{classes[most]}'", judge.Result(), null, null, null);
    }

    /// <summary>Milliseconds that the model takes for a row.</summary>
    public double MillisecondsPerRow(MLContext mlContext, ITransformer model, IDataView rows, string score)
    {
        var kept = mlContext.Data.Cache(mlContext.Data.TakeRows(rows, TimedRows));
        var scored = model.Transform(kept);
        _ = Read(scored, score);
        var (clock, count) = (System.Diagnostics.Stopwatch.StartNew(), 0L);
        do count += Read(scored, score);
        while (clock.ElapsedMilliseconds < 100 && count > 0);
        return count == 0 ? double.NaN : clock.Elapsed.TotalMilliseconds / count;
    }

    private long Read(IDataView scored, string score) => IsRegression
        ? scored.GetColumn<float>(score).LongCount()
        : scored.GetColumn<float[]>(score).LongCount();
}
