using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Larq.Clusters.Wires;

namespace Microsoft.ML.Larq.Training.Sharing;

/// <summary>What a rank's steps take: bytes that it sends, and time that it waits for the others.</summary>
internal sealed class StepCosts(Ranks ranks)
{
    private long _steps;
    private long _bytes;
    private TimeSpan _time;
    private TimeSpan _waited;
    private (long Start, long Bytes, TimeSpan Waited) _begun;

    public void Begin() => _begun = (Stopwatch.GetTimestamp(), ranks.Sent, ranks.Waited);

    public void End()
    {
        _steps++;
        _bytes += ranks.Sent - _begun.Bytes;
        _waited += ranks.Waited - _begun.Waited;
        _time += Stopwatch.GetElapsedTime(_begun.Start);
    }

    /// <summary>Tells the mean of all steps.</summary>
    public void Tell(Action<string> inform)
    {
        if (ranks.IsAlone || _steps == 0) return;
        inform(string.Create(
            CultureInfo.InvariantCulture,
            $"Rank {ranks.Rank} of {ranks.Size} sent {_bytes / _steps} bytes a step ({ranks.Choices.Wire}); "
            + $"of the {_time.TotalMilliseconds / _steps:F3} ms of a step it waited "
            + $"{_waited.TotalMilliseconds / _steps:F3} for others."));
    }
}
