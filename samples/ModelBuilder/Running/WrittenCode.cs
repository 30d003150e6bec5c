using System.ComponentModel;
using Larq.ModelBuilder.Code;
using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Pipelines;
using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Running;

/// <summary>Writes the C# of a recipe, and tells what was written and how to run it.</summary>
internal static class WrittenCode
{
    /// <summary>Where the code's projects get the library from, where a person says it.</summary>
    /// <exception cref="UsageException">The folder has no package.</exception>
    public static PackageOrigin? Given(CodeChoices choices)
    {
        try
        {
            return choices.Packages is { } folder ? PackageOrigin.In(folder) : null;
        }
        catch (IOException error)
        {
            throw new UsageException($"--packages: {error.Message}");
        }
    }

    /// <summary>Writes it.</summary>
    public static void Write(RunFeed feed, CodeChoices choices, Recipe recipe, string folder, CancellationToken stop)
    {
        var code = new GeneratedCode(Console: true, choices.Api, Given(choices) ?? Origin(feed, stop));
        foreach (var file in code.Write(new Pipeline(recipe), folder, choices.Replace))
        {
            if (file.IsKept)
            {
                feed.Publish(new Found(new Finding(
                    Severity.Warning, $"'{file.Path}' is other than was written here, and stays as it is.")));
            }
            else if (Meaning(file.Path, recipe.Scenario) is { } meaning)
            {
                feed.Publish(new FileWritten(file.Path, meaning));
            }
        }
    }

    /// <summary>What a file of the code is for; null of those that go with another.</summary>
    public static string? Meaning(string path, Scenario scenario) => Path.GetFileName(path) switch
    {
        var name when name.EndsWith(".consumption.cs", StringComparison.Ordinal) => "C# that predicts, for any program",
        var name when name.EndsWith(".training.cs", StringComparison.Ordinal) => "C# that trains again",
        var name when name.EndsWith(".evaluate.cs", StringComparison.Ordinal) => "C# that evaluates",
        var name when name.EndsWith(".csproj", StringComparison.Ordinal) =>
            $"a program: {Run(path, scenario)}",
        _ => null,
    };

    /// <summary>What is typed to run a project.</summary>
    public static string Run(string project, Scenario scenario)
    {
        var wantsImages = scenario == Scenario.ImageClassification
            && project.EndsWith(".Console.csproj", StringComparison.Ordinal);
        return $"dotnet run --project \"{Path.GetDirectoryName(project)}\"{(wantsImages ? " -- predict IMAGE" : "")}";
    }

    private static PackageOrigin Origin(RunFeed feed, CancellationToken stop)
    {
        if (LocalPackages.SourceTree is not { } tree) return PackageOrigin.Default;
        feed.Publish(new StageBegun("Packing the library for the generated projects (once)"));
        try
        {
            return LocalPackages.Pack(tree, stop);
        }
        catch (Exception error) when (error is IOException or Win32Exception or OperationCanceledException)
        {
            feed.Publish(new Found(new Finding(
                Severity.Warning,
                $"The generated projects want version {PackageOrigin.Default.Version} of the library, which may be "
                + $"nowhere: {error.Message}")));
            return PackageOrigin.Default;
        }
    }
}
