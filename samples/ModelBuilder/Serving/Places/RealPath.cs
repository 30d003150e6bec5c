namespace Larq.ModelBuilder.Serving.Places;

/// <summary>Where a path leads once every link in it is followed.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>The path without links; what is not there is taken as it is written.</summary>
    /// <exception cref="IOException">Links lead in a circle.</exception>
    public static string Of(string path)
    {
        var full = Path.GetFullPath(path);
        for (var links = 0; links <= MostLinks; links++)
        {
            if (First(full) is not { } further) return full;
            full = further;
        }

        throw new IOException($"'{path}' leads from link to link in a circle.");
    }

    // The path with its first link followed, or null if there is none.
    private static string? First(string full)
    {
        var root = Path.GetPathRoot(full)!;
        var parts = full[root.Length..].Split(
            [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        var above = root;
        foreach (var (index, part) in parts.Index())
        {
            var at = Path.Combine(above, part);
            if (new FileInfo(at).LinkTarget is { } target)
                return Path.GetFullPath(Path.Combine([target, .. parts[(index + 1)..]]), above);
            above = at;
        }

        return null;
    }
}
