using Larq.ModelBuilder.Code;
using Larq.ModelBuilder.Pipelines;
using Larq.ModelBuilder.Running;
using Larq.ModelBuilder.Serving.Places;

namespace Larq.ModelBuilder.Serving.Runs;

/// <summary>The files that a run has written, and no others that lie beside them.</summary>
internal static class RunFiles
{
    private static readonly string[] Endings = [".zip", Recipes.Recipe.Ending, ".report.html"];

    /// <summary>The code's files, from the run's folder, with slashes.</summary>
    public static string[] Code(ServedRun run)
    {
        var pipeline = new Pipeline(run.RequireModel());
        var code = new GeneratedCode(Console: true, Api: true, new PackageOrigin("0", "."));
        return [.. code.Files(pipeline).Select(file => file.Path).Where(path => IsThere(run, path))];
    }

    /// <summary>All of them.</summary>
    public static string[] All(ServedRun run) =>
        [.. Endings.Select(ending => run.Name + ending).Where(path => IsThere(run, path)),
            .. Code(run)];

    /// <summary>What may be downloaded, with its meaning; nothing where there is no model.</summary>
    public static RunFile[] Told(ServedRun run) => run.HasModel
        ? [.. All(run).Select(path => new RunFile(
            path, Meaning(run, path), new FileInfo(Path.Combine(run.Folder, path)).Length))]
        : [];

    // What a link leads to, somebody else has put there.
    private static bool IsThere(ServedRun run, string path) =>
        PlainFile.Is(Path.Combine(run.Folder, path)) && !Links.LieBetween(run.Folder, path);

    private static string Ending(ServedRun run, string path) =>
        path.StartsWith(run.Name, StringComparison.Ordinal) ? path[run.Name.Length..] : "";

    private static string Meaning(ServedRun run, string path) => Ending(run, path) switch
    {
        ".zip" => "the model",
        Recipes.Recipe.Ending => "how the model was made: larq train makes it again",
        ".report.html" => "how training went, to open in a browser",
        _ => WrittenCode.Meaning(Path.Combine(run.Folder, path), run.RequireModel().Scenario) ?? "",
    };
}

/// <summary>A file of a run.</summary>
/// <param name="Path">From the run's folder, with slashes.</param>
/// <param name="Meaning">What it is for; nothing where it goes with another.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record RunFile(string Path, string Meaning, long Bytes);
