using System.Diagnostics;

namespace Microsoft.ML.Larq.Packed.Plan;

/// <summary>How long a thread watches for what another does soon, before it sleeps.</summary>
/// <remarks>
/// To wake a thread that sleeps on a processor at rest takes tens of microseconds, as long as a layer; to see a word
/// change takes less than one. The processor is offered to other threads while nothing changes.
/// </remarks>
internal struct Spin
{
    private const int PausesPerYield = 128;

    private static readonly long Most = Stopwatch.Frequency / 5000;

    private long _end;
    private int _pauses;

    /// <summary>From now on.</summary>
    public static Spin Begin => new() { _end = Stopwatch.GetTimestamp() + Most };

    /// <summary>Passes a moment; false where it has been long enough.</summary>
    public bool Wait()
    {
        if (++_pauses % PausesPerYield != 0)
        {
            Thread.SpinWait(1);
            return true;
        }

        Thread.Yield();
        return Stopwatch.GetTimestamp() < _end;
    }
}
