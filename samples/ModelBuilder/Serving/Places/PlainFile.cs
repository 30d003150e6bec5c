namespace Larq.ModelBuilder.Serving.Places;

/// <summary>Files that have something in them; pipes and devices, which may keep a reader waiting, are none.</summary>
internal static class PlainFile
{
    /// <summary>Whether a path leads to one; nothing is opened for it.</summary>
    public static bool Is(string path)
    {
        try
        {
            // Pipes and devices are as long as empty files.
            return new FileInfo(RealPath.Of(path)) is { Exists: true, Length: > 0 };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
