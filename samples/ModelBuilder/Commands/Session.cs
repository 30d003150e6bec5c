using System.CommandLine;
using Larq.ModelBuilder.Commands.Displays;
using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Recipes;
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
            var verbosity = Said.OneOf(
                parsed.GetValue(CommonOptions.Verbosity) ?? "m", "--verbosity", ["q", "m", "diag", "quiet", "minimal"]);
            var shown = parsed.GetValue(CommonOptions.Json)
                ? (IDisplay)new JsonDisplay(terminal.Out)
                : new ConsoleDisplay(terminal, verbosity[0]);
            _feed.Published += shown.Show;
            display = shown;
            if (parsed.GetValue(CommonOptions.Log) is { } path)
            {
                var file = new LogFile(path);
                _feed.Published += file.Show;
                log = file;
            }

            return End(work(this));
        }
        catch (Exception error) when (Ended(error) is { } ended)
        {
            if (error is DataException { Findings: var findings })
                foreach (var finding in findings) _feed.Publish(new Found(finding));
            if (display is null) terminal.Error.WriteLine(ended.Message);
            return End(ended);
        }
        finally
        {
            display?.Dispose();
            log?.Dispose();
        }
    }

    private static RunEnded? Ended(Exception error) => error switch
    {
        UsageException or RecipeException => Because(RunStatus.Usage, error.Message),
        DataException => Because(RunStatus.DataRefused, error.Message),
        OperationCanceledException => Because(RunStatus.Stopped, "Stopped before there was anything to keep."),
        IOException or UnauthorizedAccessException => Because(RunStatus.Failed, error.Message),
        OutOfMemoryException => null,
        _ => Because(RunStatus.Failed, $"{error.Message} ({error.GetType().Name})"),
    };

    private static RunEnded Because(RunStatus status, string message) => new(status, (int)status, message);

    private int End(RunEnded ended)
    {
        _feed.Publish(ended);
        return ended.Code;
    }
}
