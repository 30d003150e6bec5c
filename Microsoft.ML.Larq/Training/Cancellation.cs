namespace Microsoft.ML.Larq.Training;

/// <summary>Whether training should stop at once, and what then becomes of it.</summary>
/// <param name="check">Throws an <see cref="OperationCanceledException"/> when it should.</param>
/// <param name="behavior">What then becomes of it.</param>
internal sealed class Cancellation(Action check, CancellationBehavior behavior)
{
    private bool _isAccepted;

    public bool ReturnsCurrent => behavior == CancellationBehavior.ReturnCurrent;

    /// <summary>Throws when training should stop, until that was accepted.</summary>
    public void Check()
    {
        if (!_isAccepted) check();
    }

    /// <summary>
    /// Whether what was thrown comes from a cancellation that is to be answered with a model; what is still to do for
    /// that is not cancelled again.
    /// </summary>
    public bool Accept()
    {
        if (behavior == CancellationBehavior.Throw || _isAccepted) return false;
        try
        {
            check();
        }
        catch (OperationCanceledException)
        {
            _isAccepted = true;
        }

        return _isAccepted;
    }
}
