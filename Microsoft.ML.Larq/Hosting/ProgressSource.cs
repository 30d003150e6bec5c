using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.ML.Data;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Runtime;
using Inner = Microsoft.ML.Runtime.ProgressReporting;

namespace Microsoft.ML.Larq.Hosting;

/// <summary>The queue into which all progress channels of a context write and which nothing else empties.</summary>
internal sealed class ProgressSource(MLContext context)
{
    private readonly Inner.ProgressTracker _tracker = Fields<LocalEnvironment>.Tracker(Environment(context));

    /// <summary>
    /// All that was reported since the last call, and the present values of operations that were silent.
    /// </summary>
    public IReadOnlyList<ProgressEvent> Drain()
    {
        // Emptied by hand first, because GetAllProgress loses what it took from the queue when an operation's callback
        // throws, or when an operation ends while being asked.
        var events = new List<Inner.ProgressEvent>();
        var pending = Pending(_tracker);
        while (pending.TryDequeue(out var one)) events.Add(one);
        var reported = events.Select(one => one.Index).ToHashSet();
        events.AddRange(Ask().Where(one => IsReported(one) || !reported.Contains(one.Index)));
        return [.. events.Select(ProgressTranslation.From)];
    }

    // Values that cannot be read now are asked for again in the next round.
    private List<Inner.ProgressEvent> Ask()
    {
        try
        {
            return _tracker.GetAllProgress();
        }
        catch (Exception)
        {
            return [];
        }
    }

    private static bool IsReported(Inner.ProgressEvent one) => one.ProgressEntry is null or { IsCheckpoint: true };

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_env")]
    private static extern ref LocalEnvironment Environment(MLContext context);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_pendingEvents")]
    private static extern ref ConcurrentQueue<Inner.ProgressEvent> Pending(Inner.ProgressTracker tracker);

    // A field of a generic class is reached from a generic class with the same parameter.
    private static class Fields<TEnvironment>
        where TEnvironment : HostEnvironmentBase<TEnvironment>
    {
        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "ProgressTracker")]
        public static extern ref Inner.ProgressTracker Tracker(HostEnvironmentBase<TEnvironment> environment);
    }
}
