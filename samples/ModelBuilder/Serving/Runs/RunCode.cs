using Larq.ModelBuilder.Running;

namespace Larq.ModelBuilder.Serving.Runs;

/// <summary>The C# of a run, and how it is used.</summary>
/// <param name="Files">The files.</param>
/// <param name="Commands">What is typed into a shell.</param>
internal sealed record RunCode(RunCode.CodeFile[] Files, RunCode.CommandSaid[] Commands)
{
    public static RunCode Of(ServedRun run)
    {
        var scenario = run.RequireModel().Scenario;
        var (one, many) = scenario == Recipes.Scenario.ImageClassification
            ? ("an image", "the images of a folder")
            : ("a row", "the rows of a file");
        CodeFile[] files = [.. RunFiles.Code(run).Select(path => new CodeFile(
            path, File.ReadAllText(Path.Combine(run.Folder, path)),
            WrittenCode.Meaning(Path.Combine(run.Folder, path), scenario) ?? ""))];
        var programs = files.Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(file => new CommandSaid(
                WrittenCode.Run(Path.Combine(run.Folder, file.Path), scenario),
                file.Path.Contains(".Api", StringComparison.Ordinal) ? "answers over HTTP" : $"predicts {one}"));
        return new RunCode(files, [
            .. programs,
            new($"larq predict \"{run.ModelPath}\" DATA", $"predicts {many}"),
            new($"larq train \"{Path.ChangeExtension(run.ModelPath, null)}{Recipes.Recipe.Ending}\"", "trains again"),
        ]);
    }

    /// <summary>A file, from the run's folder.</summary>
    internal sealed record CodeFile(string Path, string Text, string Meaning);

    /// <summary>A command, and what it does.</summary>
    internal sealed record CommandSaid(string Command, string Says);
}
