namespace Microsoft.ML.Larq.Checkpoints;

/// <summary>
/// A training's claim on a folder: a file <c>.lock</c> in it that is held open, so that the end of the process, however
/// it comes, ends the claim too.
/// </summary>
/// <remarks>
/// Windows keeps others from the file; on other systems .NET asks for an advisory lock (flock), which holds between the
/// trainings of one process as well. A file system that knows no locks refuses nobody, and neither does .NET where its
/// switch <c>System.IO.DisableFileLocking</c> is on.
/// </remarks>
internal sealed class FolderLock : IDisposable
{
    private const string Name = ".lock";
    private const int Attempts = 5;

    // Windows: a sharing violation. Elsewhere the number of EWOULDBLOCK, on Linux and on macOS.
    private static readonly int[] Taken = [unchecked((int)0x80070020), 11, 35];

    private readonly string _path;
    private readonly FileStream _file;

    private FolderLock(string path, FileStream file) => (_path, _file) = (path, file);

    /// <summary>Whether the folder still has this very file: it may have been deleted and made anew.</summary>
    public bool IsHeld => OperatingSystem.IsWindows()
        || File.GetLastWriteTimeUtc(_path) == File.GetLastWriteTimeUtc(_file.SafeFileHandle);

    /// <summary>Claims a folder.</summary>
    /// <exception cref="IOException">Another training has it, or the file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be made.</exception>
    public static FolderLock Take(string folder)
    {
        var path = Path.Combine(folder, Name);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var file = Open(path);
            try
            {
                // A time of its own tells this file from one that another training makes of the same name later:
                // elsewhere than on Windows, whoever had the folder may delete a file that was opened here already.
                var within = TimeSpan.FromSeconds(Random.Shared.Next(1, 86_400));
                File.SetLastWriteTimeUtc(file.SafeFileHandle, DateTime.UtcNow - within);
                var taken = new FolderLock(path, file);
                if (taken.IsHeld) return taken;
            }
            catch
            {
                file.Dispose();
                throw;
            }

            file.Dispose();
        }

        throw new IOException($"the file '{path}' does not stay.");
    }

    public void Dispose()
    {
        try
        {
            if (!OperatingSystem.IsWindows() && IsHeld) File.Delete(_path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The file may stay: only an open one is a lock.
        }

        _file.Dispose();
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                BufferSize = 0,
                Options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None,
            });
        }
        catch (IOException error) when (Taken.Contains(error.HResult))
        {
            throw new IOException(
                "another training writes to it, and a folder takes one at a time. Wait for its end, or name another "
                + "folder.", error);
        }
    }
}
