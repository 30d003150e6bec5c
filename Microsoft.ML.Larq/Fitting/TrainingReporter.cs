using System.Diagnostics;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Progress.Facts;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>
/// Passes what training reports to everyone who listens: ML.NET's progress channel and log, the user, the history.
/// </summary>
/// <param name="host">Opens the progress channel; null for none.</param>
/// <param name="channel">The log.</param>
/// <param name="listener">The user; null for none.</param>
/// <param name="warnings">The history, and who hears what is wrong.</param>
internal sealed class TrainingReporter(
    IHost? host, IChannel channel, IProgress<TrainingProgress>? listener, TrainingWarnings warnings)
    : ITrainingObserver, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(150);

    private readonly IProgressChannel? _progress = host?.StartProgressChannel("BinaryNet");
    private readonly long _start = Stopwatch.GetTimestamp();
    private string[] _names = [];
    private TimeSpan _next;
    private volatile TrainingProgress? _latest;

    public TrainingStory? Story => new(Facts, warnings.History.Given);

    private TrainingFacts Facts
    {
        get => warnings.History.Facts!;
        set => warnings.History.Facts = value;
    }

    public bool IsDue => Stopwatch.GetElapsedTime(_start) >= _next;

    public void Report(TrainingProgress progress)
    {
        _next = Stopwatch.GetElapsedTime(_start) + Interval;
        var names = progress.Values.Select(value => value.Key);
        _latest = progress;
        if (!_names.SequenceEqual(names)) SetHeader(_names = [.. names]);
        if (progress.EpochCompleted)
        {
            warnings.History.Add(progress);
            Facts = Facts with { Times = Facts.Times.With(progress.Elapsed, DateTimeOffset.UtcNow) };
            _progress?.Checkpoint([
                .. progress.Values.Select(value => Known(value.Value)),
                progress.Epoch, progress.Batch, progress.Epochs, progress.Batches]);
            HostServices.Info(channel, progress.ToString());
            if (progress.OfLayers() is { } layers) HostServices.Trace(channel, layers);
            warnings.AfterEpoch();
        }

        listener?.Report(progress);
    }

    public void Take(int epoch, IReadOnlyList<(string Tag, HistogramFacts Histogram)> histograms)
    {
        if (histograms.Count > 0) Facts = Facts with { Histograms = Facts.Histograms.With(epoch, histograms) };
    }

    public void Begin(TrainingStart start)
    {
        Facts = Facts with
        {
            Optimizers = start.Optimizers,
            Before = start.Before,
            Descriptions = start.Descriptions,
        };
        if (!start.GoesOn) warnings.Begin();
    }

    public void Resume(IReadOnlyList<TrainingProgress> epochs, TrainingStory? story)
    {
        foreach (var epoch in epochs) warnings.History.Add(epoch);
        if (story is null)
        {
            // Nobody knows what was measured before the first step, nor when that was.
            Facts = Facts with { Before = new Dictionary<string, double>(), Times = Past(epochs) };
        }
        else
        {
            var (before, times, taken) = (story.Facts.Before, story.Facts.Times, story.Facts.Histograms);
            Facts = Facts with { Before = before, Times = times, Histograms = taken };
            foreach (var warning in story.Warnings) warnings.History.Add(warning);
        }

        warnings.Begin();
    }

    public void End(int epoch) => Facts = Facts with { WeightsOfEpoch = epoch };

    public void Dispose() => _progress?.Dispose();

    // ML.NET calls the second argument from whichever thread asks for progress, an older one too: it reads the latest
    // report, no tensor, by the names of its own header.
    private void SetHeader(string[] names) => _progress?.SetHeader(
        new ProgressHeader(names, ["epochs", "batches"]),
        entry =>
        {
            if (_latest is not { } latest) return;
            entry.SetProgress(0, latest.EpochCompleted ? latest.Epoch : latest.Epoch - 1, latest.Epochs);
            entry.SetProgress(1, latest.Batch, latest.Batches);
            for (var i = 0; i < names.Length; i++)
            {
                // The latest report has at least these names, as a rule in this order.
                var isHere = i < latest.Values.Count && latest.Values[i].Key == names[i];
                if (Known(isHere ? latest.Values[i].Value : latest[names[i]]) is { } value) entry.SetMetric(i, value);
            }
        });

    private TrainingTimes Past(IReadOnlyList<TrainingProgress> epochs) =>
        epochs.Aggregate(Facts.Times, (times, epoch) => times.With(epoch.Elapsed, times.Started));

    // NaN stands for a value that nobody has measured yet.
    private static double? Known(double value) => double.IsNaN(value) ? null : value;
}
