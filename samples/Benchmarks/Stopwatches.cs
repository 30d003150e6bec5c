using System.Diagnostics;

namespace Larq.Benchmarks;

/// <summary>
/// Times actions against each other: batches of at least so many seconds, in turns. BenchmarkDotNet times one after the
/// other and takes from 10 to 60 seconds each, so that what else the machine does falls on one side of a ratio alone.
/// </summary>
internal static class Stopwatches
{
    // Long enough for the runtime to notice what is worth compiling well.
    private const double WarmUp = 0.1;

    /// <summary>
    /// Median seconds of each action, or the least, for a machine that has other work; batches take turns, so that such
    /// work slows all alike.
    /// </summary>
    public static double[] InTurns(int batches, double batch, bool least, params Action[] actions)
    {
        var repeats = actions.Select(action => Repeats(action, batch)).ToArray();
        var seconds = actions.Select(_ => new double[batches]).ToArray();
        for (var turn = 0; turn < batches; turn++)
        {
            for (var i = 0; i < actions.Length; i++) seconds[i][turn] = Time(actions[i], repeats[i]) / repeats[i];
        }

        return [.. seconds.Select(times => least ? times.Min() : Median(times))];
    }

    /// <summary>The middle of some times; the upper one of two.</summary>
    public static double Median(IEnumerable<double> times)
    {
        double[] sorted = [.. times.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>Seconds of one run.</summary>
    public static double Time(Action action) => Time(action, 1);

    private static int Repeats(Action action, double batch)
    {
        var start = Stopwatch.GetTimestamp();
        do action();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < WarmUp);
        for (var repeats = 1; ; repeats *= 2)
        {
            var seconds = Time(action, repeats);

            // Again, lest an interruption is taken for the action's own time.
            if (seconds > batch && seconds < 100 * batch) seconds = Math.Min(seconds, Time(action, repeats));
            if (seconds >= batch) return repeats;
        }
    }

    private static double Time(Action action, int repeats)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < repeats; i++) action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
