using System.CommandLine;
using Larq.ModelBuilder.Code;

namespace Larq.ModelBuilder.Commands;

/// <summary>What is written in C# beside the model.</summary>
internal static class GeneratedOptions
{
    public static Option<bool> Console { get; } = new("--console")
    {
        Description = "Write a console project that uses the model.",
    };

    public static Option<bool> Api { get; } = new("--api")
    {
        Description = "Write a project that answers with the model over HTTP.",
    };

    public static Option<string?> Packages { get; } = CommonOptions.Text(
        "--packages", "The folder from which written projects take the package Microsoft.ML.Larq.", "FOLDER");

    public static GeneratedCode Of(ParseResult parsed) => new(
        parsed.GetValue(Console), parsed.GetValue(Api),
        parsed.GetValue(Packages) is { } folder ? PackageOrigin.In(folder) : PackageOrigin.Default);
}
