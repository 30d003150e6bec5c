namespace Larq.ModelBuilder.Code;

/// <summary>Links below a folder, which lead elsewhere.</summary>
internal static class Links
{
    /// <summary>Whether a file, or a folder on the way to it, is a link; the folder itself may be one.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="path">The file's path from there.</param>
    public static bool LieBetween(string folder, string path)
    {
        var at = folder;
        foreach (var part in path.Split('/', '\\'))
        {
            at = Path.Combine(at, part);
            if (new FileInfo(at).LinkTarget is not null) return true;
        }

        return false;
    }
}
