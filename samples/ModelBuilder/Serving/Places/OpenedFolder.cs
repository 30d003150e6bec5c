namespace Larq.ModelBuilder.Serving.Places;

/// <summary>A folder that a person opened: what lies in it may be read, and nothing else.</summary>
internal sealed class OpenedFolder(string folder)
{
    private const int Longest = 2000;

    private static readonly StringComparison Case =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
            ? StringComparison.OrdinalIgnoreCase
            : StringComparison.Ordinal;

    /// <summary>Where it is, without links.</summary>
    public string Root { get; } = RealPath.Of(folder);

    /// <summary>The whole path of what is named from the folder, with slashes; the folder itself of nothing.</summary>
    /// <exception cref="AskException">
    /// It is no such path, or leads out of the folder; then it is as if it was not.
    /// </exception>
    public string Resolve(string relative)
    {
        if (!IsPlain(relative))
        {
            throw AskException.Bad(
                $"A path is said from the opened folder, without .. and in {Longest} characters at most.");
        }

        var path = Path.GetFullPath(Path.Combine(Root, relative));
        if (!Holds(path)) throw AskException.NotFound($"There is no '{relative}' in what was opened.");
        return path;
    }

    /// <summary>Whether a whole path leads into the folder, all links followed.</summary>
    public bool Holds(string path)
    {
        try
        {
            var real = RealPath.Of(path);
            var above = Path.EndsInDirectorySeparator(Root) ? Root : Root + Path.DirectorySeparatorChar;
            return string.Equals(real, Root, Case) || real.StartsWith(above, Case);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>How a path in the folder is named from it; nothing for the folder itself.</summary>
    public string Relative(string path)
    {
        var relative = Path.GetRelativePath(Root, path).Replace('\\', '/');
        return relative == "." ? "" : relative;
    }

    private static bool IsPlain(string path)
    {
        if (path.Length > Longest || path.Any(char.IsControl) || Path.IsPathRooted(path)) return false;
        if (OperatingSystem.IsWindows() && path.Contains(':')) return false;
        var parts = path.Split('/', '\\');
        return path.Length == 0 || parts.All(part =>
            part is not (".." or ".") && !(OperatingSystem.IsWindows() && DeviceNames.Has(part)));
    }
}
