using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Larq.Packed.Plan;

/// <summary>A thread that takes parts of others' work.</summary>
/// <remarks>
/// It is started when first wanted, watches for more to do for a moment after its last part, sleeps after that, and
/// ends when it has slept for long.
/// </remarks>
/// <param name="longSleep">After a sleep of this length the thread ends.</param>
internal sealed class Worker(TimeSpan longSleep)
{
    // There is no thread; it may be given work; it is being given work; it has work.
    private const int Absent = 0;
    private const int Free = 1;
    private const int Reserved = 2;
    private const int Joined = 3;

    private readonly object _wakeUp = new();
    private Apart _apart;
    private SharedWork? _team;
    private int _turn;
    private ulong[] _scratch = [];

    /// <summary>Lets it take parts of a team's work.</summary>
    /// <returns>False where it is not free.</returns>
    public bool TryJoin(SharedWork team, int turn)
    {
        var state = Volatile.Read(ref _apart.State);
        if (state is not (Absent or Free) || Interlocked.CompareExchange(ref _apart.State, Reserved, state) != state)
            return false;
        if (_scratch.Length < team.ScratchWords) _scratch = new ulong[team.ScratchWords];
        (_team, _turn) = (team, turn);

        // A fence: whether it sleeps is read only after it could see that it has joined.
        Interlocked.Exchange(ref _apart.State, Joined);
        if (state == Absent) return Start();
        if (Volatile.Read(ref _apart.Sleeps) != 0)
        {
            lock (_wakeUp) Monitor.Pulse(_wakeUp);
        }

        return true;
    }

    /// <summary>It may join another team from now on, though it has yet to come to the end of its part.</summary>
    public void Release()
    {
        _team = null;
        Volatile.Write(ref _apart.State, Free);
    }

    private bool Start()
    {
        try
        {
            new Thread(Live) { IsBackground = true, Name = "Larq worker" }.UnsafeStart();
            return true;
        }
        catch (OutOfMemoryException)
        {
            // The system gives no more threads: whoever asked runs the parts itself.
            _team = null;
            Volatile.Write(ref _apart.State, Absent);
            return false;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Live()
    {
        do
        {
            _team!.Help(this, _turn, _scratch);
            for (var spin = Spin.Begin; Volatile.Read(ref _apart.State) != Joined && spin.Wait();)
            {
            }
        }
        while (Volatile.Read(ref _apart.State) == Joined || Sleep());
    }

    // Until it has work; false where it had none for the whole sleep, and the thread ends.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Sleep()
    {
        lock (_wakeUp)
        {
            Interlocked.Exchange(ref _apart.Sleeps, 1);
            while (Volatile.Read(ref _apart.State) != Joined)
            {
                if (Monitor.Wait(_wakeUp, longSleep)) continue;
                if (Interlocked.CompareExchange(ref _apart.State, Reserved, Free) != Free) continue;
                _scratch = [];
                _apart.Sleeps = 0;
                Volatile.Write(ref _apart.State, Absent);
                return false;
            }

            _apart.Sleeps = 0;
            return true;
        }
    }

    /// <summary>What others watch, on cache lines of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 3 * 128)]
    private struct Apart
    {
        [FieldOffset(128)]
        public int State;

        [FieldOffset(132)]
        public int Sleeps;
    }
}
