using Microsoft.ML.Larq.Clusters.Wires;

namespace Microsoft.ML.Larq.Training;

/// <summary>Whether training should stop at once, and what then becomes of it.</summary>
/// <param name="check">Throws an <see cref="OperationCanceledException"/> when it should.</param>
/// <param name="behavior">What then becomes of it.</param>
/// <param name="ranks">Who train together: if a model is wanted, all stop after the same batch.</param>
internal sealed class Cancellation(Action check, CancellationBehavior behavior, Ranks? ranks = null)
{
    private readonly Ranks _ranks = ranks ?? Ranks.Alone;
    private bool _isAccepted;
    private bool _isAgreed;

    public bool ReturnsCurrent => behavior == CancellationBehavior.ReturnCurrent;

    /// <summary>Throws when training should stop, until that was accepted.</summary>
    public void Check()
    {
        if (!_isAccepted && !StopsTogether) check();
    }

    /// <summary>The same between two batches, where all ranks come by.</summary>
    public void CheckTogether()
    {
        Check();
        if (!StopsTogether || _isAccepted) return;
        _isAgreed = _ranks.Any(IsCancelled());
        if (_isAgreed) throw new OperationCanceledException();
    }

    /// <summary>
    /// Whether what was thrown comes from a cancellation that is to be answered with a model; what is still to do for
    /// that is not cancelled again.
    /// </summary>
    public bool Accept()
    {
        if (behavior == CancellationBehavior.Throw || _isAccepted) return false;
        return _isAccepted = StopsTogether ? _isAgreed : IsCancelled();
    }

    private bool StopsTogether => !_ranks.IsAlone && behavior != CancellationBehavior.Throw;

    private bool IsCancelled()
    {
        try
        {
            check();
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }
}
