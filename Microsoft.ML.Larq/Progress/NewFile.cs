namespace Microsoft.ML.Larq.Progress;

/// <summary>Makes new files; a test puts in ones that fail as a full disk does.</summary>
internal static class NewFile
{
    /// <summary>What makes files in this flow of control; null for the file system.</summary>
    public static AsyncLocal<Func<string, FileStreamOptions, FileStream>?> Maker { get; } = new();

    /// <exception cref="IOException">The file is there already, or cannot be made.</exception>
    public static FileStream Create(string path, FileStreamOptions options) =>
        Maker.Value?.Invoke(path, options) ?? new FileStream(path, options);
}
