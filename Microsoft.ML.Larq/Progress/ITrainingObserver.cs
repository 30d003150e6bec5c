using Microsoft.ML.Larq.Progress.Facts;

namespace Microsoft.ML.Larq.Progress;

/// <summary>Receives what training reports.</summary>
internal interface ITrainingObserver
{
    /// <summary>Whether a report within the epoch is wanted now; making one costs a little.</summary>
    bool IsDue { get; }

    /// <summary>Takes a report: within an epoch when <see cref="IsDue"/>, and at the end of each.</summary>
    void Report(TrainingProgress progress);

    /// <summary>What it knows beside the values, for a training that goes on later; null for nothing.</summary>
    TrainingStory? Story => null;

    /// <summary>Takes the histograms of an epoch, before its report.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="histograms">What they are of, and what they show; none in most epochs.</param>
    void Take(int epoch, IReadOnlyList<(string Tag, HistogramFacts Histogram)> histograms)
    {
    }

    /// <summary>Training begins, or goes on.</summary>
    void Begin(TrainingStart start)
    {
    }

    /// <summary>Takes what was reported at the end of each epoch before training was interrupted.</summary>
    /// <param name="epochs">The reports.</param>
    /// <param name="story">What was known beside them; null in a checkpoint of an earlier version.</param>
    void Resume(IReadOnlyList<TrainingProgress> epochs, TrainingStory? story)
    {
    }

    /// <summary>Training has ended, with the weights of this epoch.</summary>
    void End(int epoch)
    {
    }
}
