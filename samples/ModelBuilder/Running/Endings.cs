using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Running;

/// <summary>How a run ends that an exception ends.</summary>
internal static class Endings
{
    /// <summary>The end; null of what nobody can go on from.</summary>
    public static RunEnded? Of(Exception error) => error switch
    {
        UsageException or RecipeException => Because(RunStatus.Usage, error.Message),
        DataException => Because(RunStatus.DataRefused, error.Message),
        OperationCanceledException => Because(RunStatus.Stopped, "Stopped before there was anything to keep."),
        IOException or UnauthorizedAccessException => Because(RunStatus.Failed, error.Message),
        OutOfMemoryException => null,
        _ => Because(RunStatus.Failed, $"{error.Message} ({error.GetType().Name})"),
    };

    /// <summary>Does the work of a run, and tells how it ended.</summary>
    /// <param name="feed">Where it is told.</param>
    /// <param name="work">The work.</param>
    /// <param name="failed">Called with the end that an exception made, before it is told.</param>
    public static RunEnded Tell(RunFeed feed, Func<RunEnded> work, Action<RunEnded>? failed = null)
    {
        RunEnded ended;
        try
        {
            ended = work();
        }
        catch (Exception error) when (Of(error) is { } end)
        {
            if (error is DataException { Findings: var findings })
                foreach (var finding in findings) feed.Publish(new Found(finding));
            failed?.Invoke(end);
            ended = end;
        }

        feed.Publish(ended);
        return ended;
    }

    private static RunEnded Because(RunStatus status, string message) => new(status, (int)status, message);
}
