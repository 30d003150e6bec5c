using System.Diagnostics;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>
/// Passes what training reports to everyone who listens: ML.NET's progress channel and log, the user, the history.
/// </summary>
internal sealed class TrainingReporter(IHost host, IChannel channel, IProgress<TrainingProgress>? listener)
    : ITrainingObserver, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(150);

    private readonly IProgressChannel _progress = host.StartProgressChannel("BinaryNet");
    private readonly long _start = Stopwatch.GetTimestamp();
    private TimeSpan _next;
    private volatile TrainingProgress? _latest;

    /// <summary>The values at the end of each epoch so far.</summary>
    public TrainingHistory History { get; } = new();

    public bool IsDue => Stopwatch.GetElapsedTime(_start) >= _next;

    public void Report(TrainingProgress progress)
    {
        _next = Stopwatch.GetElapsedTime(_start) + Interval;
        if (_latest is null) SetHeader(progress);
        _latest = progress;
        if (progress.EpochCompleted)
        {
            History.Add(progress);
            _progress.Checkpoint([
                .. progress.Values.Select(value => Known(value.Value)),
                progress.Epoch, progress.Batch, progress.Epochs, progress.Batches]);
            HostServices.Info(channel, progress.ToString());
        }

        listener?.Report(progress);
    }

    public void Resume(IReadOnlyList<TrainingProgress> epochs)
    {
        foreach (var epoch in epochs) History.Add(epoch);
    }

    public void Dispose() => _progress.Dispose();

    // ML.NET calls the second argument from whichever thread asks for progress: it reads the latest report, no tensor.
    private void SetHeader(TrainingProgress first) => _progress.SetHeader(
        new ProgressHeader([.. first.Values.Select(value => value.Key)], ["epochs", "batches"]),
        entry =>
        {
            if (_latest is not { } latest) return;
            entry.SetProgress(0, latest.EpochCompleted ? latest.Epoch : latest.Epoch - 1, latest.Epochs);
            entry.SetProgress(1, latest.Batch, latest.Batches);
            for (var i = 0; i < latest.Values.Count; i++)
            {
                if (Known(latest.Values[i].Value) is { } value) entry.SetMetric(i, value);
            }
        });

    // NaN stands for a value that nobody has measured yet.
    private static double? Known(double value) => double.IsNaN(value) ? null : value;
}
