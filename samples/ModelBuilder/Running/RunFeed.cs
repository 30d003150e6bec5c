using System.Diagnostics;
using System.Runtime.CompilerServices;
using Larq.ModelBuilder.Data;

namespace Larq.ModelBuilder.Running;

/// <summary>
/// The events of a run: told to whoever listens, and kept for whoever comes later. Any thread may publish and listen.
/// </summary>
/// <remarks>Of how far an epoch is only the latest is kept; the ends of epochs stay. Predictions
/// are told and not kept.</remarks>
internal sealed class RunFeed
{
    private readonly Lock _gate = new();
    private readonly List<RunEvent> _events = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _last;

    /// <summary>Raised on the publisher's thread, in order, one at a time.</summary>
    public event Action<RunEvent>? Published;

    /// <summary>Numbers an event, keeps it and tells it.</summary>
    public void Publish(RunEvent happened)
    {
        lock (_gate)
        {
            var numbered = happened with { Id = ++_last, Seconds = Math.Round(_clock.Elapsed.TotalSeconds, 3) };
            if (_events is [.., TrainingAdvanced { EpochCompleted: false }] && numbered is TrainingAdvanced)
                _events.RemoveAt(_events.Count - 1);
            if (numbered is not RowPredicted) _events.Add(numbered);
            Published?.Invoke(numbered);
            _more.TrySetResult();
            _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Tells what was found; errors are told where they end the run.</summary>
    public void Tell(IEnumerable<Finding> findings)
    {
        foreach (var finding in findings.Where(finding => finding.Severity != Severity.Error))
            Publish(new Found(finding));
    }

    /// <summary>The events that are kept, after the one of this number; 0 for all.</summary>
    public RunEvent[] Since(long id)
    {
        lock (_gate) return [.. _events.Where(happened => happened.Id > id)];
    }

    /// <summary>The events after one, those of the past at once, the others as they come, until the run ends.</summary>
    public async IAsyncEnumerable<RunEvent> ReadAsync(
        long after, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (true)
        {
            Task more;
            RunEvent[] news;
            lock (_gate)
            {
                more = _more.Task;
                news = [.. _events.Where(happened => happened.Id > after)];
            }

            foreach (var happened in news)
            {
                after = happened.Id;
                yield return happened;
                if (happened is RunEnded) yield break;
            }

            await more.WaitAsync(cancellation);
        }
    }
}
