using Microsoft.ML.Larq.Clusters.Wires;

namespace Microsoft.ML.Larq.Clusters.Mpi;

/// <summary>The MPI of this process: begun once, ended with the process.</summary>
internal sealed class MpiWorld
{
    private static readonly Lock Gate = new();
    private static MpiStart? _start;
    private static MpiWorld? _only;

    private readonly bool _isOwn;
    private readonly NoticeBoard _notices;
    private int _works;
    private int _running;
    private TimeSpan _patience;
    private volatile bool _isBroken;

    private MpiWorld(MpiStart start, TimeSpan patience)
    {
        var library = Library = start.Library;
        _isOwn = start.IsOwn;
        Communicator = start.Meet(patience);
        Rank = library.Number("MPI_Comm_rank", Communicator);
        Size = library.Number("MPI_Comm_size", Communicator);
        if (Launcher.Size is { } said && said != Size)
        {
            throw new InvalidOperationException(
                $"Cluster.Mpi: the launcher started {said} processes, but {library.Name} knows {Size}: it is another "
                + $"MPI than the launcher's. The variable {MpiNames.Variable} names the file of the right one.");
        }

        _notices = new NoticeBoard(this);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End();
    }

    public MpiLibrary Library { get; }

    /// <summary>All ranks, for this library alone.</summary>
    public nint Communicator { get; }

    public int Rank { get; }

    public int Size { get; }

    /// <summary>Of all that threads do here, one thing is done at a time.</summary>
    public Lock Calls { get; } = new();

    /// <summary>The world of the launcher that started this process; null where none did.</summary>
    /// <param name="patience">How long it waits for the other ranks to begin too.</param>
    /// <exception cref="InvalidOperationException">Its MPI is not found, or is another one.</exception>
    /// <exception cref="TimeoutException">Not all ranks have begun.</exception>
    public static MpiWorld? Find(TimeSpan patience)
    {
        if (Launcher.Variable is null) return null;
        lock (Gate)
        {
            if (_only is not null) return _only;
            if (_start is null)
            {
                var (library, name) = MpiNames.Load();
                _start = new MpiStart(new MpiLibrary(library, name));
            }

            return _only = new MpiWorld(_start, patience);
        }
    }

    /// <summary>Does the next piece of work that all ranks do.</summary>
    public T Run<T>(ClusterChoices choices, Func<Ranks, T> work)
    {
        if (Interlocked.Exchange(ref _running, 1) == 1)
            throw new InvalidOperationException("A cluster trains one network at a time; another is being trained.");
        var ranks = new Ranks(new MpiEndpoint(this, _notices, ++_works), choices);
        _patience = choices.Patience;
        try
        {
            var result = work(ranks);
            ranks.GatherValue((byte)0);
            _isBroken = false;
            return result;
        }
        catch (Exception error)
        {
            _isBroken = true;
            ranks.Fail(error);
            throw;
        }
        finally
        {
            _running = 0;
        }
    }

    // Where this rank is being ended amidst its work, or another is gone, ending MPI in order would wait for ever: the
    // launcher sees that it was not, and ends all.
    private void End()
    {
        if (!_isOwn || _running == 1 || Library.IsFinalized) return;
        if (_isBroken && !_notices.Farewell(_patience)) return;
        lock (Calls)
        {
            if (MpiPending.TakeBackAll()) Library.Finish();
        }
    }
}
