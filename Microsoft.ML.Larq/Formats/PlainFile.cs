namespace Microsoft.ML.Larq.Formats;

/// <summary>Opens a file that is one: no folder, and nothing that has no end or waits for who writes.</summary>
internal static class PlainFile
{
    /// <exception cref="FormatException">It is a folder, a device or a pipe, or empty.</exception>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    public static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (Directory.Exists(path)) throw new FormatException("It is a file, got a folder.");
        // Opening a pipe waits already. Devices and pipes have no length, which is asked without opening.
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        return new FileInfo(target).Length > 0
            ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read)
            : throw new FormatException("It is a file of at least a byte, got an empty one, a device or a pipe.");
    }
}
