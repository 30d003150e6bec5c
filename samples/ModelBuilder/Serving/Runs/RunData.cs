using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Recipes;
using Larq.ModelBuilder.Running;
using Larq.ModelBuilder.Serving.Places;

namespace Larq.ModelBuilder.Serving.Runs;

/// <summary>The data that a run's model was made of, where they may be read.</summary>
internal static class RunData
{
    /// <summary>The file or folder that the recipe names.</summary>
    /// <exception cref="AskException">It is not there, or not in what was opened.</exception>
    public static string Path(ServedRun run, Desk desk)
    {
        var recipe = run.RequireModel();
        return Readable(run, desk, recipe.DataSet, recipe);
    }

    /// <summary>The same for the rows that it was tested on.</summary>
    public static string TestPath(ServedRun run, Desk desk)
    {
        var recipe = run.RequireModel();
        return Readable(run, desk, recipe.TestDataSet ?? recipe.DataSet, recipe);
    }

    /// <summary>The table, looked at as the recipe reads it.</summary>
    public static Task<TableFacts> Facts(ServedRun run, Desk desk, CancellationToken cancellation)
    {
        var loading = run.RequireModel().Loading!;
        return desk.RunTables.Of(Path(run, desk), new ReadingChoices
        {
            Separator = loading.Separator,
            HasHeader = loading.HasHeader,
            DecimalMarker = loading.DecimalMarker,
            Missing = loading.Missing,
        }, cancellation);
    }

    private static string Readable(ServedRun run, Desk desk, string path, Recipe recipe)
    {
        var full = new RunRequest(recipe, run.Folder).Resolve(path);
        return desk.Places.MayRead(full) && (Directory.Exists(full) || PlainFile.Is(full))
            ? full
            : throw AskException.NotFound($"The data of run {run.Number}, '{path}', are not in what was opened.");
    }
}
