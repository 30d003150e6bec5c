namespace Microsoft.ML.Larq.Progress;

/// <summary>Receives what training reports.</summary>
internal interface ITrainingObserver
{
    /// <summary>Whether a report within the epoch is wanted now; making one costs a little.</summary>
    bool IsDue { get; }

    /// <summary>Takes a report: within an epoch when <see cref="IsDue"/>, and at the end of each.</summary>
    void Report(TrainingProgress progress);

    /// <summary>Takes what was reported at the end of each epoch before training was interrupted.</summary>
    void Resume(IReadOnlyList<TrainingProgress> epochs)
    {
    }
}
