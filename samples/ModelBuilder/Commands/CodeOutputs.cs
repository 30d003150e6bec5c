using System.CommandLine;
using System.ComponentModel;
using Larq.ModelBuilder.Code;
using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Pipelines;
using Larq.ModelBuilder.Recipes;
using Larq.ModelBuilder.Running;

namespace Larq.ModelBuilder.Commands;

/// <summary>The C# that is written beside a model.</summary>
internal static class CodeOutputs
{
    public static Option<bool> NoCode { get; } = new("--no-code") { Description = "Write no C#, only the model." };

    public static Option<bool> Api { get; } = new("--api")
    {
        Description = "Also write a project that predicts over HTTP: POST /predict.",
    };

    public static Option<string?> Packages { get; } = CommonOptions.Text(
        "--packages", "Where generated projects get Microsoft.ML.Larq from: a folder with its package. Default: the "
            + "machine's own package sources, or packages made here, out of the source tree.", "FOLDER");

    /// <summary>The options, for a command's list.</summary>
    public static IReadOnlyList<Option> Options { get; } = [Api, NoCode, Packages];

    /// <summary>Writes the code of a recipe, and says what was written and how to run it.</summary>
    public static void Write(Session session, ParseResult parsed, Recipe recipe, string folder)
    {
        if (parsed.GetValue(NoCode)) return;
        var origin = Origin(session, parsed.GetValue(Packages));
        var code = new GeneratedCode(Console: true, Api: parsed.GetValue(Api), origin);
        foreach (var path in code.Write(new Pipeline(recipe), folder))
        {
            if (Meaning(path) is { } meaning) session.Feed.Publish(new FileWritten(path, meaning));
        }
    }

    /// <exception cref="UsageException">The folder has no package.</exception>
    private static PackageOrigin Origin(Session session, string? folder)
    {
        try
        {
            if (folder is not null) return PackageOrigin.In(folder);
        }
        catch (IOException error)
        {
            throw new UsageException($"--packages: {error.Message}");
        }

        if (LocalPackages.SourceTree is not { } tree) return PackageOrigin.Default;
        session.Feed.Publish(new StageBegun("Packing the library for the generated projects (once)"));
        try
        {
            return LocalPackages.Pack(tree, session.Stop);
        }
        catch (Exception error) when (error is IOException or Win32Exception or OperationCanceledException)
        {
            session.Feed.Publish(new Found(new Finding(
                Severity.Warning,
                $"The generated projects want version {PackageOrigin.Default.Version} of the library, which may be "
                + $"nowhere: {error.Message}")));
            return PackageOrigin.Default;
        }
    }

    private static string? Meaning(string path) => Path.GetFileName(path) switch
    {
        var name when name.EndsWith(".consumption.cs", StringComparison.Ordinal) => "C# that predicts, for any program",
        var name when name.EndsWith(".training.cs", StringComparison.Ordinal) => "C# that trains again",
        var name when name.EndsWith(".evaluate.cs", StringComparison.Ordinal) => "C# that evaluates",
        var name when name.EndsWith(".csproj", StringComparison.Ordinal) =>
            $"a program: dotnet run --project \"{Path.GetDirectoryName(path)}\"",
        _ => null,
    };
}
