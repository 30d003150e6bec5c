namespace Larq.NativeFix;

/// <summary>Gives a path new content without touching the file it names now.</summary>
/// <remarks>
/// The old file may be a hard or symbolic link into the package cache, or mapped by a running program. The new content
/// is therefore written beside it and renamed over the name, which alone changes hands.
/// </remarks>
internal static class FileReplacement
{
    public static void Write(string path, byte[] content)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var fresh = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            File.WriteAllBytes(fresh, content);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(fresh, File.GetUnixFileMode(path));
            File.Move(fresh, path, overwrite: true);
        }
        finally
        {
            File.Delete(fresh);
        }
    }
}
