using System.CommandLine;
using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Running;

namespace Larq.ModelBuilder.Commands;

/// <summary>What is said of the C# that is written beside a model.</summary>
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

    /// <summary>What is to be written; null for nothing.</summary>
    /// <exception cref="UsageException">The folder of packages has none.</exception>
    public static CodeChoices? Choices(ParseResult parsed)
    {
        if (parsed.GetValue(NoCode)) return null;
        var choices = new CodeChoices
        {
            Api = parsed.GetValue(Api),
            Replace = parsed.GetValue(CommonOptions.Force),
            Packages = parsed.GetValue(Packages),
        };
        WrittenCode.Given(choices);
        return choices;
    }
}
