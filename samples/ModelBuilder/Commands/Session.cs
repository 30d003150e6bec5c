using System.CommandLine;
using Larq.ModelBuilder.Commands.Displays;
using Larq.ModelBuilder.Running;

namespace Larq.ModelBuilder.Commands;

/// <summary>Runs what a command does, shows its events, and turns how it ends into an exit code.</summary>
internal sealed class Session(ParseResult parsed, Terminal terminal, CancellationToken stop)
{
    private readonly RunFeed _feed = new();

    public RunFeed Feed => _feed;

    public CancellationToken Stop => stop;

    /// <summary>What one does whose result is worth no more than that it was done.</summary>
    public static RunEnded Done(string message = "") => new(RunStatus.Done, 0, message);

    /// <summary>Does it.</summary>
    public int Run(Func<Session, RunEnded> work)
    {
        IDisposable? display = null, log = null;
        try
        {
            return Endings.Tell(
                _feed,
                () =>
                {
                    display = Shown();
                    log = Log();
                    return work(this);
                },
                ended =>
                {
                    if (display is null) terminal.Error.WriteLine(ended.Message);
                }).Code;
        }
        finally
        {
            display?.Dispose();
            log?.Dispose();
        }
    }

    private IDisplay Shown()
    {
        var verbosity = Said.OneOf(
            parsed.GetValue(CommonOptions.Verbosity) ?? "m", "--verbosity", ["q", "m", "diag", "quiet", "minimal"]);
        IDisplay shown = parsed.GetValue(CommonOptions.Json)
            ? new JsonDisplay(terminal.Out)
            : new ConsoleDisplay(terminal, verbosity[0]);
        _feed.Published += shown.Show;
        return shown;
    }

    private LogFile? Log()
    {
        if (parsed.GetValue(CommonOptions.Log) is not { } path) return null;
        var file = new LogFile(path);
        _feed.Published += file.Show;
        return file;
    }
}
