using Larq.ModelBuilder.Recipes;
using Larq.ModelBuilder.Serving.Places;

namespace Larq.ModelBuilder.Serving.Runs;

/// <summary>Finds models that earlier runs and commands have left.</summary>
internal static class RunsBefore
{
    private const int Most = 200;

    private static readonly EnumerationOptions Here = new()
    {
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.System,
    };

    /// <summary>Adds those in the folders and in the folders of these, the oldest first.</summary>
    public static void Find(IEnumerable<string> folders, RunList runs)
    {
        var files = folders.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateDirectories(folder, "*", Here).Prepend(folder))
            .SelectMany(folder => new DirectoryInfo(folder).EnumerateFiles("*" + Recipe.Ending, Here))
            .Where(file => PlainFile.Is(file.FullName))
            .DistinctBy(file => file.FullName).OrderByDescending(file => file.LastWriteTimeUtc).Take(Most).Reverse();
        foreach (var file in files)
        {
            try
            {
                var recipe = RecipeFile.Read(file.FullName);
                runs.AddBefore(
                    file.DirectoryName!, recipe with { Name = file.Name[..^Recipe.Ending.Length] }, file.LastWriteTime);
            }
            catch (Exception error) when (error is RecipeException or IOException or UnauthorizedAccessException)
            {
                // A file that is no recipe is no run.
            }
        }
    }
}
