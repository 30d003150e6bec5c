using Microsoft.ML.Larq.Progress;

namespace Larq.ModelBuilder.Running;

/// <summary>Makes events of what training reports.</summary>
/// <param name="feed">Where they go.</param>
/// <param name="rows">Rows of an epoch.</param>
internal sealed class ProgressEvents(RunFeed feed, long rows) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        var seconds = value.Elapsed.TotalSeconds;
        var done = value.Fraction;
        var left = done > 0 ? seconds * ((1 / done) - 1) : double.NaN;
        feed.Publish(new TrainingAdvanced
        {
            Epoch = value.Epoch,
            Epochs = value.Epochs,
            Batch = value.Batch,
            Batches = value.Batches,
            EpochCompleted = value.EpochCompleted,
            Fraction = done,
            RowsPerSecond = seconds > 0 ? Math.Round(done * value.Epochs * rows / seconds) : double.NaN,
            SecondsLeft = left,
            Values = value.Values.ToDictionary(
                pair => pair.Key, pair => double.IsFinite(pair.Value) ? pair.Value : (double?)null),
        });
    }
}
