using System.Diagnostics;

namespace Microsoft.ML.Larq.Clusters.Mpi;

/// <summary>
/// MPI's beginning, to which every rank has to come. MPI waits for them within its own code and without a limit; it
/// does so on a thread of its own here, and who asked for it waits no longer than its patience. Asking again waits
/// again.
/// </summary>
internal sealed unsafe class MpiStart
{
    private readonly Task _begun;

    // The communicator, and the request for it; MPI writes both.
    private readonly nint[] _places = GC.AllocateArray<nint>(2, pinned: true);
    private bool _isAskedFor;
    private bool _isMade;

    public MpiStart(MpiLibrary library)
    {
        Library = library;
        IsOwn = !library.IsInitialized;
        _begun = IsOwn
            ? Task.Factory.StartNew(
                library.Initialize, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            : Task.CompletedTask;
    }

    public MpiLibrary Library { get; }

    /// <summary>Whether MPI was begun here, and not by the program itself.</summary>
    public bool IsOwn { get; }

    /// <summary>Waits until all ranks have begun.</summary>
    /// <returns>A communicator of all, on which nobody else sends.</returns>
    /// <exception cref="TimeoutException">Some have not.</exception>
    public nint Meet(TimeSpan patience)
    {
        var start = Stopwatch.GetTimestamp();
        while (!_begun.IsCompleted) Pause(start, patience);
        _begun.GetAwaiter().GetResult();
        fixed (nint* places = _places)
        {
            if (!_isAskedFor) _isMade = Library.Duplicate(Library.World, &places[0], &places[1]);
            _isAskedFor = true;
            while (!_isMade && !(_isMade = Library.Test(&places[1]))) Pause(start, patience);
        }

        return _places[0];
    }

    private static void Pause(long start, TimeSpan patience)
    {
        if (Stopwatch.GetElapsedTime(start) > patience)
        {
            throw new TimeoutException(
                $"Cluster.Mpi: this process, the launcher's {Launcher.Rank}{Of}, has waited "
                + $"{patience.TotalSeconds:0.#} seconds (patience) for all others to call Cluster.Mpi too. One that "
                + "never does, or has ended before, is waited for in vain.");
        }

        Thread.Sleep(1);
    }

    private static string Of => Launcher.Size is { } size ? $" of {size}" : "";
}
