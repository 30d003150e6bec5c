using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Hosting;

/// <summary>Lets anyone hear the progress channels of an <see cref="MLContext"/>, whoever writes to them.</summary>
internal static class ProgressTap
{
    private static readonly ConditionalWeakTable<MLContext, ProgressPump> Pumps = [];

    /// <summary>How often progress is fetched unless said otherwise: 200 ms.</summary>
    public static readonly TimeSpan DefaultPeriod = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Calls <paramref name="listener"/> with every event that is reported from now until the result is disposed, in
    /// order, one at a time, on a thread of the pool; the last ones on the disposing thread.
    /// </summary>
    /// <remarks>
    /// <para>One pump serves all listeners of a context; the <paramref name="period"/> of the first listener holds
    /// until the last has gone. Between checkpoints a running operation is asked for its values once per period.</para>
    /// <para>A listener that throws is called again with the next event. <see cref="IDisposable.Dispose"/> of its own
    /// subscription then throws an <see cref="AggregateException"/> that holds what it threw (the first eight). No
    /// listener may wait for the thread that disposes.</para>
    /// </remarks>
    public static IDisposable Subscribe(MLContext context, Action<ProgressEvent> listener, TimeSpan? period = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(listener);
        var pump = Pumps.GetValue(context, key => new ProgressPump(new ProgressSource(key)));
        return pump.Add(listener, period ?? DefaultPeriod);
    }

    /// <inheritdoc cref="Subscribe(MLContext, Action{ProgressEvent}, TimeSpan?)"/>
    public static IDisposable Subscribe(MLContext context, IProgress<ProgressEvent> listener, TimeSpan? period = null)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return Subscribe(context, listener.Report, period);
    }
}
