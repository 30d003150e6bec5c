namespace Microsoft.ML.Larq.Files;

/// <summary>Creates files; a test replaces it by one that fails as a full disk does.</summary>
internal static class NewFile
{
    /// <summary>What creates the files of the current async flow; null for the file system.</summary>
    public static AsyncLocal<Func<string, FileStreamOptions, FileStream>?> Maker { get; } = new();

    /// <exception cref="IOException">The file is there already, or cannot be made.</exception>
    public static FileStream Create(string path, FileStreamOptions options) =>
        Maker.Value?.Invoke(path, options) ?? new FileStream(path, options);
}
