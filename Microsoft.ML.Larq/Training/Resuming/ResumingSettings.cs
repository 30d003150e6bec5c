namespace Microsoft.ML.Larq.Training.Resuming;

/// <summary>Where a training goes on from, and who keeps what another one can go on from.</summary>
internal sealed record ResumingSettings
{
    /// <summary>Neither.</summary>
    public static ResumingSettings None { get; } = new();

    /// <summary>Where training goes on from; null to begin.</summary>
    public TrainingState? From { get; init; }

    /// <summary>
    /// Keeps the state after an epoch; false where that failed and is to be tried again after the next. Null for none.
    /// </summary>
    public Func<TrainingState, bool>? Keep { get; init; }

    /// <summary>The state is kept after every so many epochs, and after the last.</summary>
    public int Interval { get; init; } = 1;
}
