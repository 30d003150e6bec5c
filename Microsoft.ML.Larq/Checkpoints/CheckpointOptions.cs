namespace Microsoft.ML.Larq.Checkpoints;

/// <summary>Says where, how often and how many checkpoints of a training are kept.</summary>
/// <remarks>
/// <para>
/// A checkpoint is one file, <c>epoch-000012.checkpoint</c>: weights, what the optimizer remembers, the states of
/// random generators, what callbacks remember, and the history. It is written to a temporary name and renamed when it
/// is on the disk, so that whoever ends the process at any moment leaves whole checkpoints only.
/// </para>
/// <para>
/// A checkpoint that cannot be written (no room, no permission, the folder gone) is a warning that says which earlier
/// ones are whole; training goes on and tries again an epoch later.
/// </para>
/// <para>
/// A folder takes one training at a time: while one writes to it, a file <c>.lock</c> in it is held open, and another
/// is refused. The lock ends with the process, whatever ends that; file systems without locks do not hold it.
/// </para>
/// <para>
/// <c>Options.ResumeFrom</c> goes on from the latest. The weights at the end are bit by bit those of a training that
/// was not interrupted, on the same machine with the same number of threads.
/// </para>
/// </remarks>
public sealed record CheckpointOptions
{
    /// <summary>Describes the checkpoints.</summary>
    /// <param name="folder">
    /// The folder; made where there is none. One that has checkpoints already can only be continued:
    /// <c>Options.ResumeFrom</c> then names the same.
    /// </param>
    /// <param name="every">A checkpoint after every so many epochs, at least 1, and after the last; default 1.</param>
    /// <param name="keep">How many of the latest are kept, at least 1; default 3.</param>
    /// <exception cref="ArgumentException">The folder is empty, or a number below 1.</exception>
    public CheckpointOptions(string folder, int every = 1, int keep = 3)
    {
        if (string.IsNullOrWhiteSpace(folder))
            throw new ArgumentException(
                $"The checkpoints' {nameof(folder)} is a folder's name, got '{folder}'.", nameof(folder));
        (Folder, Every, Keep) = (folder, AtLeastOne(every, nameof(every)), AtLeastOne(keep, nameof(keep)));
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Epochs from one checkpoint to the next.</summary>
    public int Every { get; }

    /// <summary>How many of the latest are kept.</summary>
    public int Keep { get; }

    /// <summary>Whether a folder has a checkpoint to resume from.</summary>
    /// <param name="folder">The folder; it need not exist.</param>
    public static bool AnyIn(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return CheckpointFolder.Epochs(folder).Any();
    }

    private static int AtLeastOne(int value, string parameter) => value >= 1
        ? value
        : throw new ArgumentOutOfRangeException(
            parameter, value, $"The checkpoints' {parameter} is at least 1, got {value}.");
}
