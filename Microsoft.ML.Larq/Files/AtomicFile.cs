namespace Microsoft.ML.Larq.Files;

/// <summary>Writes a file so that nobody ever sees half of it.</summary>
internal static class AtomicFile
{
    private static readonly FileStreamOptions New = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };

    /// <summary>
    /// Writes a temporary file beside the path, flushes it to the disk, then renames it. The file that was there is
    /// replaced, or stays as it was if anything fails.
    /// </summary>
    /// <exception cref="IOException">
    /// It cannot be written; the message names the path, not the temporary file.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The same, where rights are missing.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var full = Path.GetFullPath(path);
        var unfinished = Path.Combine(Path.GetDirectoryName(full) ?? full, $".{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = NewFile.Create(unfinished, New))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(unfinished, full, overwrite: true);
        }
        catch (Exception error)
        {
            Delete(unfinished);
            if (!error.Message.Contains(unfinished, StringComparison.Ordinal)) throw;
            if (Named(error, error.Message.Replace(unfinished, path, StringComparison.Ordinal)) is not { } named) throw;
            throw named;
        }
    }

    // The same kind of error with the path in place of the temporary file; null for a kind that names no file.
    private static Exception? Named(Exception error, string message) => error switch
    {
        DirectoryNotFoundException => new DirectoryNotFoundException(message, error),
        PathTooLongException => new PathTooLongException(message, error),
        IOException => new IOException(message, error) { HResult = error.HResult },
        UnauthorizedAccessException => new UnauthorizedAccessException(message, error),
        _ => null,
    };

    /// <summary>The same for text, in UTF-8.</summary>
    public static void WriteText(string path, string text) =>
        Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    // The error that is already being thrown says more than a failure to delete would.
    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The next training in the folder deletes it.
        }
    }
}
