using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training.Callbacks;
using Microsoft.ML.Larq.Training.Data;
using Microsoft.ML.Larq.Training.Losses;
using Microsoft.ML.Larq.Training.Machine;
using Microsoft.ML.Larq.Training.Resuming;

namespace Microsoft.ML.Larq.Training;

/// <summary>Runs the epochs: batches, statistics, validation, report.</summary>
internal sealed class TrainingLoop(
    TrainingParts parts, TrainingSettings settings, TrainingRun run, CallbackList callbacks, ITrainingObserver observer)
{
    private readonly TrainingStep _step = new(parts, settings);
    private readonly StateExchange _state = new(
        parts.Network, parts.Optimizer, parts.Measures, callbacks, settings.Ranks);
    private readonly StateKeeping _keeping = new(settings.Resuming);

    /// <summary>Trains to the end; afterwards the network's statistics fit its weights.</summary>
    /// <param name="cancellation">What becomes of a training that is cancelled.</param>
    /// <exception cref="OperationCanceledException">
    /// Training was cancelled before the first step, or a model is not wanted then.
    /// </exception>
    /// <exception cref="InvalidOperationException">The loss or a weight is no longer a number.</exception>
    public void Run(Cancellation cancellation)
    {
        observer.Begin(
            StartFacts.Of(parts, settings.Epochs, run.Measure(), settings.Resuming.From is not null));
        if (settings.Resuming.From is { } state) Resume(state);
        else callbacks.TrainBegin();
        parts.Sharing.RequireAlike(run.Epoch);
        try
        {
            while (run.Epoch < settings.Epochs && !callbacks.Context.IsStopped) RunEpoch(cancellation);
        }
        catch (OperationCanceledException) when ((run.Epoch > 1 || run.Batch > 0) && cancellation.Accept())
        {
            settings.Warn(new TrainingWarning(
                NoticeNames.TrainingCancelled, null,
                $"Training was cancelled in epoch {run.Epoch}, after {run.Batch} of {parts.Rows.Batches} batches."));
            parts.Network.RequireKept();
            _step.RequireFinite(run.Epoch);
            parts.Sharing.Meet();
            run.Cancel();
            (callbacks.Context.IsCancelled, callbacks.Context.KeepsWeights) = (true, cancellation.ReturnsCurrent);
        }

        callbacks.TrainEnd();
        run.FitStatistics();
        parts.Sharing.RequireAlike(run.Epoch);
        parts.Sharing.Tell(settings.Inform);
        observer.End(run.WeightsOfEpoch);
    }

    private void RunEpoch(Cancellation cancellation)
    {
        run.BeginEpoch();
        Shuffle(run.Epoch);
        if (settings.DrawsFromTorch) TorchScope.Seed(EpochSeed.Of(settings.OwnSeed, run.Epoch));
        parts.BeginEpoch();
        callbacks.EpochBegin();
        while (run.Batch < parts.Rows.Batches && !callbacks.Context.IsStopped) RunBatch(cancellation);
        _step.RequireFinite(run.Epoch);
        parts.Network.RequireKept();
        parts.Sharing.Meet();
        parts.Measures.Run(run.Epoch);
        if (parts.Validation is not null || run.Epoch == settings.Epochs) run.FitStatistics();
        run.EndEpoch(Validate());
        callbacks.EpochEnd();
        observer.Take(run.Epoch, parts.Measures.Histograms.Taken);
        observer.Report(run.History[^1]);
        run.Tell();
        parts.Sharing.RequireAlike(run.Epoch);
        _keeping.After(
            run.Epoch, run.Epoch == settings.Epochs || callbacks.Context.IsStopped,
            () => _state.Capture(run.History, observer.Story));
    }

    private Tally? Validate()
    {
        if (parts.Validation is null) return null;
        var tally = default(Tally);
        parts.Measures.Validate(() => tally = parts.Validation.Run());
        return tally;
    }

    private void RunBatch(Cancellation cancellation)
    {
        cancellation.CheckTogether();
        callbacks.BatchBegin();
        run.BeginBatch();
        parts.Measures.Histograms.BeginBatch(run.Epoch, isLast: run.Batch == parts.Rows.Batches - 1);
        run.EndBatch(_step.Run(run.Epoch, run.Batch));
        parts.Measures.Histograms.EndBatch();
        if (observer.IsDue) observer.Report(run.Measure());
        callbacks.BatchEnd();
    }

    private void Resume(TrainingState state)
    {
        _state.Restore(state);
        for (var epoch = 1; epoch <= state.Epoch; epoch++) Shuffle(epoch);
        run.GoOn(state.Epoch, state.History);
        observer.Resume(run.History, state.Story);
        _state.RestoreCallbacks(state);
    }

    // An epoch's order shuffles the order of the epoch before, so all of them are drawn again.
    private void Shuffle(int epoch)
    {
        parts.Rows.Epoch = epoch;
        parts.Rows.Shuffle(new Random(EpochSeed.Of(settings.Seed, epoch)));
    }
}
