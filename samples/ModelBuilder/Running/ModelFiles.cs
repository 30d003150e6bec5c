using Larq.ModelBuilder.Recipes;
using Microsoft.ML;

namespace Larq.ModelBuilder.Running;

/// <summary>Writes what a run leaves; each file is replaced as a whole, or not at all.</summary>
internal static class ModelFiles
{
    /// <summary>Saves the model and says how large it is.</summary>
    public static long Save(MLContext mlContext, ITransformer model, DataViewSchema schema, string path)
    {
        Whole(path, beside => mlContext.Model.Save(model, schema, beside));
        return new FileInfo(path).Length;
    }

    /// <summary>The recipe with the run in it.</summary>
    public static Recipe Write(Recipe recipe, RecipeRun run, string path)
    {
        var ran = recipe with { Runs = [.. recipe.Runs, run] };
        RecipeFile.Write(ran, path);
        return ran;
    }

    /// <summary>Writes a file as a whole, and makes its folder where there is none.</summary>
    public static void Whole(string path, Action<string> write)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        WholeFile.Write(path, write);
    }
}
