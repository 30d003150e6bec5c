namespace Larq.NativeFix;

/// <summary>Gives a path new content without touching the file it names now.</summary>
/// <remarks>
/// The old file may be a hard or symbolic link into the package cache, or mapped by a running program. The new content
/// is therefore written beside it and renamed over the name, which alone changes hands.
/// <para>
/// The new file is dated a little before the old one, which has its source's date. MSBuild then copies the source
/// afresh both where it copies what differs (build) and where it copies what is newer (publish): after an update of the
/// package or with the fix switched off, no fixed copy of before stays behind.
/// </para>
/// </remarks>
internal static class FileReplacement
{
    // The coarsest file systems count time in steps of two seconds.
    private static readonly TimeSpan Earlier = TimeSpan.FromSeconds(2);

    public static void Write(string path, byte[] content)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var fresh = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            File.WriteAllBytes(fresh, content);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(fresh, File.GetUnixFileMode(path));
            File.SetLastWriteTimeUtc(fresh, File.GetLastWriteTimeUtc(path) - Earlier);
            File.Move(fresh, path, overwrite: true);
        }
        finally
        {
            File.Delete(fresh);
        }
    }
}
