namespace Microsoft.ML.Larq.Training.Resuming;

/// <summary>Decides after which epochs a training's state is kept.</summary>
/// <param name="settings">Who keeps it, and how often.</param>
internal sealed class StateKeeping(ResumingSettings settings)
{
    private bool _isBehind;

    /// <summary>Keeps the state after an epoch where it is due, or was and could not be kept.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="isLast">Whether no epoch follows.</param>
    /// <param name="capture">Gives the state.</param>
    public void After(int epoch, bool isLast, Func<TrainingState> capture)
    {
        if (settings.Keep is not { } keep) return;
        if (_isBehind || isLast || epoch % settings.Interval == 0) _isBehind = !keep(capture());
    }
}
