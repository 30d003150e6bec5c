namespace Microsoft.ML.Larq.Formats;

/// <summary>Opens an ordinary file: no folder, device or pipe, which may have no end or wait for a writer.</summary>
internal static class PlainFile
{
    /// <exception cref="FormatException">It is a folder, a device or a pipe, or empty.</exception>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    public static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (path.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("A file's name has no null character.", nameof(path));
        if (Directory.Exists(path)) throw new FormatException("It is a file, got a folder.");
        // Of a relative path that is not there, looking for a link's target says that its folder is not.
        path = Path.GetFullPath(path);
        // Even opening a pipe waits. Devices and pipes have no length, which can be read without opening them.
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        return new FileInfo(target).Length > 0
            ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read)
            : throw new FormatException("It is a file of at least a byte, got an empty one, a device or a pipe.");
    }

    /// <summary>The whole file.</summary>
    /// <inheritdoc cref="Open" path="/exception"/>
    public static byte[] ReadAllBytes(string path)
    {
        using (Open(path)) return File.ReadAllBytes(path);
    }
}
