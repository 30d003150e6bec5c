using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Microsoft.ML.Larq.Packed.Kernels;

namespace Microsoft.ML.Larq.Packed.Plan;

/// <summary>Work in parts that may run at the same time.</summary>
internal interface IPartedWork
{
    /// <summary>Runs a part.</summary>
    /// <param name="share">The part.</param>
    /// <param name="scratch">Memory of the thread's own.</param>
    void Run(Share share, Span<ulong> scratch);
}

/// <summary>
/// Shares parts of some work out over the workers that are free. Whoever asks takes parts as well and waits for none
/// that a worker has not begun; nothing is allocated.
/// </summary>
/// <param name="workers">Whose threads may take parts.</param>
/// <param name="scratchWords">Words of memory that a part needs for its own.</param>
internal sealed class SharedWork(WorkerPool workers, int scratchWords)
{
    private readonly object _wakeUp = new();
    private readonly ulong[] _scratch = new ulong[scratchWords];
    private IPartedWork? _work;
    private Exception? _error;
    private int _parts;
    private int _turn;
    private Apart _apart;

    public int ScratchWords => scratchWords;

    /// <summary>Runs every part on so many threads at most, the caller's among them; one call at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(IPartedWork work, int parts, int threads)
    {
        var turn = ++_turn;
        (_work, _parts, _error) = (work, parts, null);
        Volatile.Write(ref _apart.Done, 0);
        Interlocked.Exchange(ref _apart.Left, Word(turn, parts));
        for (var others = Math.Min(threads, parts) - 1; others > 0 && workers.Join(this, turn); others--)
        {
        }

        while (TryTake(turn, out var share))
        {
            Run(share, _scratch);
            Interlocked.Increment(ref _apart.Done);
        }

        if (Volatile.Read(ref _apart.Done) < parts) Wait(parts);
        _work = null;
        if (_error is { } error) ExceptionDispatchInfo.Throw(error);
    }

    /// <summary>Takes parts until none is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Help(Worker worker, int turn, Span<ulong> scratch)
    {
        while (TryTake(turn, out var share))
        {
            Run(share, scratch);

            // Released before the caller can go on, who may want it again at once.
            var isLast = Volatile.Read(ref _apart.Left) == Word(turn, 0);
            if (isLast) worker.Release();
            if (Interlocked.Increment(ref _apart.Done) == share.Of && Volatile.Read(ref _apart.Sleeps) != 0)
            {
                lock (_wakeUp) Monitor.Pulse(_wakeUp);
            }

            if (isLast) return;
        }

        worker.Release();
    }

    // Parts that nobody has taken, and of which turn, so that a worker that is late takes none of another's.
    private static long Word(int turn, int left) => ((long)turn << 32) | (uint)left;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryTake(int turn, out Share share)
    {
        share = default;
        var word = Volatile.Read(ref _apart.Left);
        for (long seen; word > Word(turn, 0) && word >> 32 == turn; word = seen)
        {
            seen = Interlocked.CompareExchange(ref _apart.Left, word - 1, word);
            if (seen != word) continue;

            // The turn cannot end before this part has, so that what is read from here on belongs to it.
            share = new Share((int)word - 1, _parts);
            return true;
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run(Share share, Span<ulong> scratch)
    {
        try
        {
            _work!.Run(share, scratch);
        }
        catch (Exception error)
        {
            _error = error;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Wait(int parts)
    {
        for (var spin = Spin.Begin; spin.Wait();)
        {
            if (Volatile.Read(ref _apart.Done) == parts) return;
        }

        lock (_wakeUp)
        {
            // A fence: what is done is read after others could see that it sleeps.
            Interlocked.Exchange(ref _apart.Sleeps, 1);
            while (Volatile.Read(ref _apart.Done) < parts) Monitor.Wait(_wakeUp);
            _apart.Sleeps = 0;
        }
    }

    /// <summary>What several threads write, on cache lines of their own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 4 * 128)]
    private struct Apart
    {
        [FieldOffset(128)]
        public long Left;

        [FieldOffset(256)]
        public int Done;

        [FieldOffset(260)]
        public int Sleeps;
    }
}
