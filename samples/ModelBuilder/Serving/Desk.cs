using Larq.ModelBuilder.Serving.Places;
using Larq.ModelBuilder.Serving.Runs;

namespace Larq.ModelBuilder.Serving;

/// <summary>All that a server knows: what is opened, the project, the runs. Every tab sees the same.</summary>
internal sealed class Desk
{
    private volatile Project? _project;
    private long _projects;

    public Desk(UiOptions options, CancellationToken closing)
    {
        (Options, Closing) = (options, closing);
        Places = new OpenedPlaces(options);
        Runs = new RunList(Bell);
        RunsBefore.Find([Places.Output.Root, Places.Folder.Root], Runs);
    }

    public UiOptions Options { get; }

    public OpenedPlaces Places { get; }

    public Bell Bell { get; } = new();

    public RunList Runs { get; }

    /// <summary>Cancelled when the server ends.</summary>
    public CancellationToken Closing { get; }

    /// <summary>The data that were looked at last.</summary>
    public TableMemory Tables { get; } = new();

    /// <summary>The data of the run that was asked last.</summary>
    public TableMemory RunTables { get; } = new();

    public ModelMemory Models { get; } = new();

    /// <summary>What was said last of data and columns.</summary>
    public Project? Project
    {
        get => _project;
        set
        {
            _project = value;
            Interlocked.Increment(ref _projects);
            Bell.Ring();
        }
    }

    /// <summary>Changes whenever <see cref="State"/> does.</summary>
    public long Version => Interlocked.Read(ref _projects) + Runs.Version;

    /// <summary>All that a page begins with.</summary>
    /// <param name="happened">The event's name, where it is one.</param>
    public DeskState State(string? happened = null) => DeskState.Of(this, happened);
}
