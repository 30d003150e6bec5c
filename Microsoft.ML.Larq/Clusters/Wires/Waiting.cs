using System.Diagnostics;

namespace Microsoft.ML.Larq.Clusters.Wires;

/// <summary>Waits for what was begun, but not for ever, and not for a rank that has failed.</summary>
internal static class Waiting
{
    // Turns that only yield before a turn sleeps a millisecond: a rank that computes has its core for itself.
    private const int TurnsWithoutSleep = 2_000;

    /// <param name="endpoint">Who waits.</param>
    /// <param name="patience">How long at most.</param>
    /// <param name="pending">For what; those from one rank in the order in which they were begun.</param>
    /// <exception cref="RankFailedException">Another rank has failed, or is not heard of.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled on another rank.</exception>
    public static void For(IEndpoint endpoint, TimeSpan patience, List<IPending> pending)
    {
        var start = Stopwatch.GetTimestamp();
        var spin = default(SpinWait);
        while (true)
        {
            pending.RemoveAll(static one => one.Poll());
            if (pending.Count == 0) return;
            if (endpoint.Told is { } notice) throw notice.ToException(endpoint.Size);
            if (Stopwatch.GetElapsedTime(start) > patience)
            {
                throw new RankFailedException(
                    $"Rank {endpoint.Rank} of {endpoint.Size} has waited {patience.TotalSeconds:0.#} seconds for rank "
                    + $"{pending[0].Other}, which is not heard of; it may have ended, or be busy for longer than the "
                    + "cluster's patience.");
            }

            spin.SpinOnce(TurnsWithoutSleep);
        }
    }
}
