using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Checkpoints;

/// <summary>A folder of checkpoints.</summary>
internal static partial class CheckpointFolder
{
    private const string Extension = ".checkpoint";

    /// <summary>The epochs of which there are checkpoints, from the earliest.</summary>
    public static IEnumerable<int> Epochs(string folder) => !Directory.Exists(folder)
        ? []
        : Directory.EnumerateFiles(folder, "*" + Extension)
            .Select(path => Name().Match(Path.GetFileName(path)))
            .Where(match => match.Success)
            .Select(match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
            .Order();

    /// <summary>The latest checkpoint.</summary>
    /// <exception cref="ArgumentException">There is no such folder, or no checkpoint in it.</exception>
    /// <exception cref="FormatException">The checkpoint is damaged.</exception>
    public static Checkpoint Latest(string folder)
    {
        if (!Directory.Exists(folder))
            throw new ArgumentException($"Option ResumeFrom: there is no folder '{folder}'.");
        if (!Epochs(folder).Any())
        {
            throw new ArgumentException(
                $"Option ResumeFrom: folder '{folder}' has no checkpoint (epoch-*{Extension}) among its "
                + $"{Directory.EnumerateFileSystemEntries(folder).Count()} entries.");
        }

        var path = PathOf(folder, Epochs(folder).Last());
        try
        {
            return CheckpointFile.Read(File.ReadAllBytes(path));
        }
        catch (FormatException error)
        {
            throw new FormatException(
                $"The checkpoint '{path}' cannot be read: {error.Message} Without it, training resumes from the one "
                + "before.",
                error);
        }
    }

    /// <summary>Makes a folder ready to be written to.</summary>
    /// <exception cref="ArgumentException">It has checkpoints of another training.</exception>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static void Prepare(CheckpointOptions options, string? resumeFrom)
    {
        var isContinued = resumeFrom is not null && Path.GetFullPath(resumeFrom) == Path.GetFullPath(options.Folder);
        if (!isContinued && Epochs(options.Folder).Any())
        {
            throw new ArgumentException(
                $"Option Checkpoints: folder '{options.Folder}' has checkpoints of another training. Option ResumeFrom "
                + "with the same folder continues it; otherwise name another folder.");
        }

        try
        {
            Directory.CreateDirectory(options.Folder);

            // What a process that was killed had not finished.
            foreach (var path in Directory.EnumerateFiles(options.Folder, ".*.tmp"))
            {
                if (Unfinished().IsMatch(Path.GetFileName(path))) File.Delete(path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"Option Checkpoints: folder '{options.Folder}' cannot be written to: {error.Message}", error);
        }
    }

    /// <summary>Adds a checkpoint and then deletes those before it that are no longer kept.</summary>
    public static void Add(CheckpointOptions options, Checkpoint checkpoint)
    {
        var bytes = CheckpointFile.ToBytes(checkpoint);
        var epoch = checkpoint.State.Epoch;
        WholeFile.Write(PathOf(options.Folder, epoch), stream =>
        {
            stream.Write(bytes);

            // On the disk before it gets its name.
            ((FileStream)stream).Flush(flushToDisk: true);
        });
        foreach (var old in Epochs(options.Folder).Where(one => one <= epoch).Reverse().Skip(options.Keep))
            File.Delete(PathOf(options.Folder, old));
    }

    private static string PathOf(string folder, int epoch) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"epoch-{epoch:D6}{Extension}"));

    [GeneratedRegex(@"^epoch-(\d{6,9})\.checkpoint$")]
    private static partial Regex Name();

    [GeneratedRegex(@"^\.[0-9a-f]{32}\.tmp$")]
    private static partial Regex Unfinished();
}
