using Microsoft.ML.Larq.Files;

namespace Microsoft.ML.Larq.Checkpoints;

/// <summary>Writes one training's checkpoints into a folder that it has for itself until it is disposed.</summary>
internal sealed class CheckpointWriter : IDisposable
{
    private readonly CheckpointOptions _options;
    private readonly HashSet<int> _own;
    private FolderLock? _lock;

    /// <summary>Makes the folder ready to be written to.</summary>
    /// <param name="options">Where and how many.</param>
    /// <param name="resumeFrom">The folder that training goes on from; null to begin.</param>
    /// <exception cref="ArgumentException">The folder has checkpoints of another training.</exception>
    /// <exception cref="IOException">It cannot be made or written to, or another training writes to it.</exception>
    public CheckpointWriter(CheckpointOptions options, string? resumeFrom)
    {
        _options = options;
        try
        {
            Directory.CreateDirectory(options.Folder);
            _lock = FolderLock.Take(options.Folder);
            if (resumeFrom is null || !CheckpointFolder.AreOne(options.Folder, resumeFrom)) RequireNone();
            CheckpointFolder.DeleteUnfinished(options.Folder);
            _own = [.. CheckpointFolder.Epochs(options.Folder)];
        }
        catch (Exception error) when (IsOfTheDisk(error))
        {
            Dispose();
            throw new IOException(
                $"Option Checkpoints: folder '{options.Folder}' cannot be written to: {error.Message}", error);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>
    /// Adds a checkpoint, then deletes earlier ones that are no longer kept. A disk error is a warning: hours of
    /// training are not lost for it.
    /// </summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="isLast">Whether training ends with it.</param>
    /// <param name="warn">Receives what went wrong.</param>
    /// <returns>Whether it was written; otherwise it should be tried again soon.</returns>
    public bool Add(Checkpoint checkpoint, bool isLast, Action<string> warn)
    {
        var (folder, epoch) = (_options.Folder, checkpoint.State.Epoch);
        var bytes = CheckpointFile.ToBytes(checkpoint);
        try
        {
            Claim(epoch, warn);
            AtomicFile.Write(CheckpointFolder.PathOf(folder, epoch), stream => stream.Write(bytes));
            _own.Add(epoch);
        }
        catch (Exception error) when (IsOfTheDisk(error))
        {
            var next = isLast ? "Training has ended." : "Training goes on, and tries again an epoch later.";
            warn(
                $"Option Checkpoints: that of epoch {epoch} could not be written to folder '{folder}': {error.Message} "
                + $"{Earlier()} {next}");
            return false;
        }

        try
        {
            var old = CheckpointFolder.Epochs(folder).Where(one => one <= epoch).Reverse().Skip(_options.Keep);
            foreach (var one in old) File.Delete(CheckpointFolder.PathOf(folder, one));
        }
        catch (Exception error) when (IsOfTheDisk(error))
        {
            warn(
                $"Option Checkpoints: after epoch {epoch}, older ones could not be deleted from folder '{folder}': "
                + error.Message);
        }

        return true;
    }

    public void Dispose()
    {
        _lock?.Dispose();
        _lock = null;
    }

    private static bool IsOfTheDisk(Exception error) => error is IOException or UnauthorizedAccessException;

    // Somebody may have deleted the folder, and another training may have made it again since.
    private void Claim(int epoch, Action<string> warn)
    {
        if (_lock is { IsHeld: true }) return;
        Dispose();
        var wasThere = Directory.Exists(_options.Folder);
        Directory.CreateDirectory(_options.Folder);
        _lock = FolderLock.Take(_options.Folder);
        if (CheckpointFolder.Epochs(_options.Folder).Any(one => !_own.Contains(one)))
        {
            Dispose();
            throw new IOException("it has checkpoints of another training now.");
        }

        if (wasThere) return;
        warn(
            $"Option Checkpoints: folder '{_options.Folder}' was gone after epoch {epoch} and has been made again; the "
            + "checkpoints that were in it are lost.");
    }

    private void RequireNone()
    {
        if (!CheckpointFolder.Epochs(_options.Folder).Any()) return;
        throw new ArgumentException(
            $"Option Checkpoints: folder '{_options.Folder}' has checkpoints of another training. Option ResumeFrom "
            + "with the same folder continues it; otherwise name another folder. Each fold of CrossValidate, and each "
            + "class of OneVersusAll, is a training of its own: there leave Checkpoints out.");
    }

    private string Earlier()
    {
        int[] epochs = [];
        try
        {
            epochs = [.. CheckpointFolder.Epochs(_options.Folder).Where(_own.Contains)];
        }
        catch (Exception error) when (IsOfTheDisk(error))
        {
            // The folder cannot be listed: the warning then says nothing of earlier checkpoints.
        }

        return epochs.Length switch
        {
            0 => "There is no earlier one.",
            1 => $"The earlier one of epoch {epochs[0]} is whole.",
            _ => $"The earlier ones of epochs {string.Join(", ", epochs)} are whole.",
        };
    }
}
