namespace Larq.NeighbourFix;

/// <summary>
/// <c>Larq.NeighbourFix SOURCE TARGET</c> writes to TARGET a copy of the Microsoft.ML.TorchSharp.dll at SOURCE that
/// works with TorchSharp 0.107.0. Of another file than the one it knows, TARGET is a copy as it is, and a warning says
/// so.
/// Exit code: 0 in both cases, 1 when a file could not be read or written, 2 when the arguments are not two paths.
/// </summary>
internal static class Program
{
    // The coarsest file systems count time in steps of two seconds.
    private static readonly TimeSpan Earlier = TimeSpan.FromSeconds(2);

    private static int Main(string[] args) => Run(args, Console.Out, Console.Error);

    internal static int Run(string[] paths, TextWriter output, TextWriter error)
    {
        if (paths.Length != 2)
        {
            error.WriteLine("usage: Larq.NeighbourFix SOURCE TARGET");
            return 2;
        }

        var (source, target) = (paths[0], paths[1]);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
            File.Delete(target);
            var file = File.ReadAllBytes(source);
            if (KnownRelease.Difference(file) is { } difference)
            {
                // Older than its source, so that the next build looks again, and says it again.
                Write(target, file, File.GetLastWriteTimeUtc(source) - Earlier);
                // The form that MSBuild shows as a warning of its own.
                output.WriteLine($"{source} : warning LARQ0002: LarqFixMLTorchSharp left it as it is: {difference}");
                return 0;
            }

            Write(target, Repair.Of(file), DateTime.UtcNow);
            output.WriteLine($"{target}: {KnownRelease.Name}, {Repair.Summary}");
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"{source} : error LARQ0003: LarqFixMLTorchSharp could not copy it: {e.Message}");
            return 1;
        }
    }

    // Whole or not at all: MSBuild goes by the file's date alone.
    private static void Write(string target, byte[] content, DateTime date)
    {
        var fresh = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllBytes(fresh, content);
            File.SetLastWriteTimeUtc(fresh, date);
            File.Move(fresh, target, overwrite: true);
        }
        finally
        {
            File.Delete(fresh);
        }
    }
}
