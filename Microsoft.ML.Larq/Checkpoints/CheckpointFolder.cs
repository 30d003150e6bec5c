using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ML.Larq.Formats;

namespace Microsoft.ML.Larq.Checkpoints;

/// <summary>A folder of checkpoints.</summary>
internal static partial class CheckpointFolder
{
    private const string Extension = ".checkpoint";

    /// <summary>The epochs of which there are checkpoints, from the earliest.</summary>
    /// <remarks>Names that this library does not write, for example with more zeros, are ignored.</remarks>
    public static IEnumerable<int> Epochs(string folder)
    {
        if (!Directory.Exists(folder)) yield break;
        var epochs = new List<int>();
        foreach (var path in Directory.EnumerateFiles(folder, "*" + Extension))
        {
            var name = Path.GetFileName(path);
            if (Name().Match(name) is { Success: true } match
                && int.TryParse(
                    match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
                && name == NameOf(epoch))
                epochs.Add(epoch);
        }

        foreach (var epoch in epochs.Order()) yield return epoch;
    }

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
            return CheckpointFile.Read(PlainFile.ReadAllBytes(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Option ResumeFrom: '{path}' cannot be read: {error.Message}", error);
        }
        catch (FormatException error)
        {
            throw new FormatException(
                $"The checkpoint '{path}' cannot be read: {error.Message} Without it, training resumes from the one "
                + "before.",
                error);
        }
    }

    /// <summary>Whether two paths lead to one folder, by whatever links, slashes, and upper and lower case.</summary>
    /// <remarks>Paths alone do not tell: a file is created in one of them and looked for in the other.</remarks>
    /// <param name="folder">A folder that can be written to.</param>
    /// <param name="other">Another; it need not exist.</param>
    public static bool AreOne(string folder, string other)
    {
        var name = $".{Guid.NewGuid():N}.tmp";
        var mark = Path.Combine(folder, name);
        try
        {
            using (File.Create(mark)) return File.Exists(Path.Combine(other, name));
        }
        finally
        {
            File.Delete(mark);
        }
    }

    /// <summary>Deletes unfinished files of a process that was killed.</summary>
    public static void DeleteUnfinished(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, ".*.tmp"))
        {
            if (Unfinished().IsMatch(Path.GetFileName(path))) File.Delete(path);
        }
    }

    /// <summary>The path of an epoch's checkpoint.</summary>
    public static string PathOf(string folder, int epoch) => Path.Combine(folder, NameOf(epoch));

    private static string NameOf(int epoch) =>
        string.Create(CultureInfo.InvariantCulture, $"epoch-{epoch:D6}{Extension}");

    [GeneratedRegex(@"^epoch-(\d{6,10})\.checkpoint$")]
    private static partial Regex Name();

    [GeneratedRegex(@"^\.[0-9a-f]{32}\.tmp$")]
    private static partial Regex Unfinished();
}
