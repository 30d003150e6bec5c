using System.Diagnostics;
using System.Globalization;

namespace Microsoft.ML.Larq.Tests.Fuzz;

/// <summary>
/// Cases one after another in a child: what fails is written with what it takes to play it again, what hangs ends the
/// process.
/// </summary>
internal sealed class CaseRun
{
    /// <summary>
    /// Some twenty times what the slowest case takes on a machine that does nothing else; the long form has the slower
    /// cases, and runs beside other work.
    /// </summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(FuzzCases.IsLong ? 180 : 30);

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private readonly Dictionary<Thread, (string Name, Stopwatch Clock)> _current = [];
    private readonly string _again;
    private readonly long _before;
    private (TimeSpan Time, string Name) _slowest;
    private bool _ended;

    /// <summary>Begins to watch.</summary>
    /// <param name="again">How a case is played again: a text before its name.</param>
    public CaseRun(string again)
    {
        _again = again;
        _before = Peak();
        new Thread(Watch) { IsBackground = true }.Start();
    }

    /// <summary>Runs cases by their numbers.</summary>
    /// <param name="arguments">The first, how many, on how many threads.</param>
    /// <param name="run">A case, whose outcome is a word.</param>
    public static void Seeds(string[] arguments, Func<int, string> run)
    {
        var numbers = Array.ConvertAll(arguments, text => int.Parse(text, CultureInfo.InvariantCulture));
        var cases = new CaseRun($"{FuzzCases.Only}=");
        Parallel.For(
            numbers[0], numbers[0] + numbers[1], new ParallelOptions { MaxDegreeOfParallelism = numbers[2] },
            seed => cases.Case($"{seed}", () => run(seed)));
        cases.End();
    }

    /// <summary>Says what was changed where a case fails.</summary>
    public static string Explained(string change, Func<string> run)
    {
        try
        {
            return run();
        }
        catch (Exception error)
        {
            throw new InvalidOperationException(change, error);
        }
    }

    /// <summary>A case; its outcome is a word to count, an exception is a failure.</summary>
    public void Case(string name, Func<string> run)
    {
        // Where the process ends without a word, these are the last.
        Say($"begun {name}");
        var clock = Stopwatch.StartNew();
        lock (_lock) _current[Thread.CurrentThread] = (name, clock);
        string outcome;
        try
        {
            outcome = run();
        }
        catch (Exception error)
        {
            outcome = "failed";
            Say($"FAILED {_again}{name}: {error.ToString().ReplaceLineEndings(" | ")}");
        }

        lock (_lock)
        {
            _current.Remove(Thread.CurrentThread);
            _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
            if (clock.Elapsed > _slowest.Time) _slowest = (clock.Elapsed, name);
        }
    }

    /// <summary>Writes how often each outcome came, and what it took.</summary>
    public void End()
    {
        _ended = true;
        foreach (var (outcome, count) in _outcomes) Say($"{outcome}: {count}");
        Say($"slowest: {_slowest.Time.TotalMilliseconds:0} ms, {_slowest.Name}");
        Say($"memory: {Peak() >> 20} MiB at most, {(Peak() - _before) >> 20} MiB of them since the beginning");
    }

    /// <summary>The most memory that this process ever had resident, VmHWM on Linux.</summary>
    public static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private static void Say(string line) => Console.Out.WriteLine(line);

    private void Watch()
    {
        while (!_ended)
        {
            Thread.Sleep(200);
            lock (_lock)
            {
                var late = _current.Values.FirstOrDefault(one => one.Clock.Elapsed > Limit);
                if (late.Name is null) continue;
                Say($"FAILED {_again}{late.Name}: it takes longer than {Limit}.");
                Console.Out.Flush();
                Environment.Exit(1);
            }
        }
    }
}
