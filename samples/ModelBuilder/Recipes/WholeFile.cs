namespace Larq.ModelBuilder.Recipes;

/// <summary>Files that are there as a whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Has a file written beside its place and moves it there; what fails leaves nothing.</summary>
    /// <param name="path">The file; an older one is replaced.</param>
    /// <param name="write">Writes the file of the name that it is given.</param>
    public static void Write(string path, Action<string> write)
    {
        var beside = path + ".new";
        try
        {
            write(beside);
            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
