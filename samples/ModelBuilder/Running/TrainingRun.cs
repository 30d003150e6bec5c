using System.Diagnostics;
using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Pipelines;
using Larq.ModelBuilder.Recipes;
using Microsoft.ML;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Runtime;

namespace Larq.ModelBuilder.Running;

/// <summary>Trains a recipe's network, tests it, saves it and compares it; tells all of it to a feed.</summary>
internal sealed class TrainingRun(RunRequest request, RunFeed feed)
{
    /// <summary>What the network is called among trainers.</summary>
    public const string Network = "BinaryNet";

    private readonly Recipe _recipe = request.Recipe;
    private readonly HashSet<string> _warned = new(StringComparer.Ordinal);

    /// <summary>The recipe as it was written, with this run in it; before the end that of the request.</summary>
    public Recipe Written { get; private set; } = request.Recipe;

    /// <summary>Runs to the end, or until it is stopped: then the best model so far is kept.</summary>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="DataException">The rows cannot be learned as they are.</exception>
    /// <exception cref="OperationCanceledException">It was stopped before there was anything to keep.</exception>
    public RunEnded Run(CancellationToken stop)
    {
        var pipeline = new Pipeline(_recipe);
        var mlContext = new MLContext(_recipe.Seed);
        mlContext.Log += Logged;
        feed.Publish(new StageBegun("Reading the rows"));
        var rows = RunRows.Of(mlContext, request, pipeline);
        stop.ThrowIfCancellationRequested();

        using var deadline = new CancellationTokenSource();
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        feed.Publish(new TrainingBegun(
            Network, rows.Counts.Training, rows.Counts.Test, Device, _recipe.TrainSeconds));
        if (_recipe.TrainSeconds is { } seconds) deadline.CancelAfter(TimeSpan.FromSeconds(seconds));
        var clock = Stopwatch.StartNew();
        var model = Fit(mlContext, pipeline, rows, both.Token, deadline.Token);
        var spent = clock.Elapsed.TotalSeconds;

        feed.Publish(new StageBegun("Testing"));
        var judge = new Judge(pipeline);
        var judgement = judge.Of(model, rows.Test);
        Save(mlContext, model, rows, judgement, spent);
        var bytes = new FileInfo(request.ModelPath).Length;
        feed.Publish(new ModelJudged(judgement));
        if (request.Importance && _recipe.Scenario != Scenario.ImageClassification && !stop.IsCancellationRequested)
        {
            var columns = Importance.Of(mlContext, pipeline, model, rows.Test, stop);
            if (columns.Length > 0) feed.Publish(new ColumnsWeighed(judgement.Main, columns));
        }

        Compare(pipeline, judge, rows, stop, new TrainerScore(
            Network, judgement, bytes, judge.MillisecondsPerRow(mlContext, model, rows.Test, pipeline.Columns.Score),
            spent));
        if (request.Folds > 0 && !stop.IsCancellationRequested)
            new CrossValidation(request, feed).Run(stop);
        return Ended(judgement, stop.IsCancellationRequested, deadline.IsCancellationRequested);
    }

    private string Device => request.GpuDeviceId is { } id
        ? $"graphics card {id}"
        : $"processor, {Environment.ProcessorCount} cores";

    private ITransformer Fit(
        MLContext mlContext, Pipeline pipeline, RunRows rows, CancellationToken stop, CancellationToken deadline)
    {
        // Rows to validate on need the features too, as they are made of the training rows.
        var validation = rows.Validation is { } apart
            ? pipeline.Features(mlContext).Fit(rows.Training).Transform(apart)
            : null;
        try
        {
            var model = pipeline.Whole(mlContext, options =>
            {
                options.Progress = new ProgressEvents(feed, rows.Counts.Training);
                options.CancellationToken = stop;
                options.OnCancellation = CancellationBehavior.ReturnBest;
                options.ValidationSet = validation;
                options.GpuDeviceId = request.GpuDeviceId;
                options.FallbackToCpu = false;
            }).Fit(rows.Training);
            foreach (var warning in model.BinaryNet().History.Warnings) Warn(warning.ToString());
            return model;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw new DataException(
                $"{_recipe.TrainSeconds} seconds were over before a single step was done: more with --train-time.");
        }
    }

    private void Save(MLContext mlContext, ITransformer model, RunRows rows, Judgement judgement, double seconds)
    {
        feed.Publish(new StageBegun("Saving"));
        var bytes = ModelFiles.Save(mlContext, model, rows.Training.Schema, request.ModelPath);
        feed.Publish(new FileWritten(request.ModelPath, "the model"));
        ModelFiles.Whole(request.ReportPath, path => model.BinaryNet().WriteReport(path, _recipe.Name));
        feed.Publish(new FileWritten(request.ReportPath, "how training went, to open in a browser"));
        var run = new RecipeRun(Network, judgement.Main, judgement.Score, Math.Round(seconds, 3), bytes);
        Written = ModelFiles.Write(_recipe, run, request.RecipePath);
        feed.Publish(new FileWritten(request.RecipePath, "how the model was made: larq train makes it again"));
    }

    private void Compare(Pipeline pipeline, Judge judge, RunRows rows, CancellationToken stop, TrainerScore ours)
    {
        var mlContext = new MLContext(_recipe.Seed);
        var labels = pipeline.Features(mlContext).Fit(rows.Training);
        var baseline = judge.Baseline(labels.Transform(rows.Training), labels.Transform(rows.Test));
        feed.Publish(new TrainerScored(baseline));
        feed.Publish(new TrainerScored(ours));
        if (!(ours.Judgement.Worth > baseline.Judgement.Worth))
        {
            feed.Publish(new Found(new Finding(
                Severity.Warning,
                $"the network is no better than '{baseline.Trainer}', which looks at no column: the columns may not "
                + "say what is to be predicted, or the rows are too few")));
        }

        var isImages = _recipe.Scenario == Scenario.ImageClassification;
        if (!request.Compare || isImages || stop.IsCancellationRequested) return;
        feed.Publish(new StageBegun("Training LightGBM, for comparison"));
        var rival = Task.Run(() => Rival.Train(mlContext, pipeline, rows, stop), CancellationToken.None);
        try
        {
            rival.Wait(stop);
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for it any more; the next waits until it is through.
            return;
        }

        var (score, why) = rival.Result;
        if (score is not null) feed.Publish(new TrainerScored(score));
        else feed.Publish(new Found(new Finding(Severity.Note, why!)));
    }

    private RunEnded Ended(Judgement judgement, bool stopped, bool late)
    {
        var value = FormattableString.Invariant($"{judgement.Main} {judgement.Score:F4}");
        if (stopped)
        {
            return new(
                RunStatus.Stopped, (int)RunStatus.Stopped, $"Stopped; the best model so far is kept: {value}");
        }

        if (request.MinMetric is { } least && !(judgement.Score >= least))
        {
            return new(
                RunStatus.BelowMinimum, (int)RunStatus.BelowMinimum,
                FormattableString.Invariant($"{value} is below --min-metric {least}"));
        }

        return new(
            RunStatus.Done, 0, late ? $"The time is over; the best model so far is kept: {value}" : $"Done: {value}");
    }

    private void Logged(object? sender, LoggingEventArgs log)
    {
        if (log.Kind == ChannelMessageKind.Trace) return;
        feed.Publish(new LineLogged(log.Message));
        if (log.Kind == ChannelMessageKind.Warning && log.Source.StartsWith(Network, StringComparison.Ordinal))
            Warn(log.RawMessage);
    }

    private void Warn(string message)
    {
        lock (_warned)
        {
            if (!_warned.Add(message)) return;
        }

        feed.Publish(new TrainingWarned(message));
    }
}
