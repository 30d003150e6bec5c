using System.Runtime.ExceptionServices;

namespace Microsoft.ML.Larq.Packed;

/// <summary>Work in parts that may run at the same time.</summary>
internal interface IPartedWork
{
    void Run(Share share);
}

/// <summary>
/// Shares parts of some work out over the thread pool. Whoever asks takes parts as well, so that it never waits for a
/// thread to come free; nothing is allocated.
/// </summary>
internal sealed class SharedWork : IThreadPoolWorkItem
{
    private readonly ManualResetEventSlim _finished = new();
    private IPartedWork? _work;
    private Exception? _error;
    private int _parts;
    private int _done;

    // Parts that nobody has taken; below 0 where a thread came late.
    private int _left;

    /// <summary>Runs every part; one call at a time.</summary>
    public void Run(IPartedWork work, int parts, int threads)
    {
        (_work, _parts, _error) = (work, parts, null);
        _finished.Reset();
        Volatile.Write(ref _done, 0);

        // From here on a thread that was late for the work before may help with this.
        Interlocked.Exchange(ref _left, parts);
        for (var i = 1; i < Math.Min(threads, parts); i++) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        TakeParts();

        // A late signal of the work before may wake too early, never too late.
        while (Volatile.Read(ref _done) < parts) _finished.Wait();
        if (_error is { } error) ExceptionDispatchInfo.Throw(error);
    }

    void IThreadPoolWorkItem.Execute() => TakeParts();

    private void TakeParts()
    {
        for (int left; (left = Interlocked.Decrement(ref _left)) >= 0;)
        {
            var parts = _parts;
            try
            {
                _work!.Run(new Share(left, parts));
            }
            catch (Exception error)
            {
                _error = error;
            }

            if (Interlocked.Increment(ref _done) == parts) _finished.Set();
        }
    }
}
