using System.Diagnostics;

namespace Larq.Benchmarks;

/// <summary>
/// Times an action by itself: batches of at least a millisecond, the median of many. BenchmarkDotNet starts a process
/// a case, which for a table of this size takes longer than anybody waits.
/// </summary>
internal static class Stopwatches
{
    /// <summary>Median seconds of each action; batches take turns, so that a busy machine slows all alike.</summary>
    public static double[] Medians(int batches, params Action[] actions)
    {
        var repeats = actions.Select(Repeats).ToArray();
        var seconds = actions.Select(_ => new double[batches]).ToArray();
        for (var batch = 0; batch < batches; batch++)
        {
            for (var i = 0; i < actions.Length; i++) seconds[i][batch] = Time(actions[i], repeats[i]) / repeats[i];
        }

        return [.. seconds.Select(Median)];
    }

    /// <summary>The middle of some times; the upper one of two.</summary>
    public static double Median(IEnumerable<double> times)
    {
        double[] sorted = [.. times.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>Seconds of one run.</summary>
    public static double Time(Action action) => Time(action, 1);

    private static int Repeats(Action action)
    {
        for (var repeats = 1; ; repeats *= 2)
        {
            if (Time(action, repeats) >= 0.001) return repeats;
        }
    }

    private static double Time(Action action, int repeats)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < repeats; i++) action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
