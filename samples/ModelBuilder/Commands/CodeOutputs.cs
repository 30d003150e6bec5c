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

    /// <summary>Looks whether the code can be written, before anything is trained.</summary>
    /// <exception cref="UsageException">The folder of packages has none.</exception>
    public static void Require(ParseResult parsed)
    {
        if (!parsed.GetValue(NoCode) && parsed.GetValue(Packages) is { } folder) Given(folder);
    }

    /// <summary>Writes the code of a recipe, and says what was written and how to run it.</summary>
    public static void Write(Session session, ParseResult parsed, Recipe recipe, string folder)
    {
        if (parsed.GetValue(NoCode)) return;
        var origin = Origin(session, parsed.GetValue(Packages));
        var code = new GeneratedCode(Console: true, Api: parsed.GetValue(Api), origin);
        foreach (var file in code.Write(new Pipeline(recipe), folder, parsed.GetValue(CommonOptions.Force)))
        {
            if (file.IsKept)
            {
                session.Feed.Publish(new Found(new Finding(
                    Severity.Warning, $"'{file.Path}' is other than was written here, and stays as it is.")));
            }
            else if (Meaning(file.Path) is { } meaning)
            {
                session.Feed.Publish(new FileWritten(file.Path, meaning));
            }
        }
    }

    private static PackageOrigin Given(string folder)
    {
        try
        {
            return PackageOrigin.In(folder);
        }
        catch (IOException error)
        {
            throw new UsageException($"--packages: {error.Message}");
        }
    }

    private static PackageOrigin Origin(Session session, string? folder)
    {
        if (folder is not null) return Given(folder);
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
