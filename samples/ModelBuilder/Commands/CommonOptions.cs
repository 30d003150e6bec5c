using System.CommandLine;

namespace Larq.ModelBuilder.Commands;

/// <summary>Options that several commands have; the spellings are those of ML.NET's own command line.</summary>
internal static class CommonOptions
{
    public static Option<string?> Separator { get; } = Text(
        "--separator", "What stands between the cells: a character, or tab, comma, semicolon, pipe, space.", "auto");

    public static Option<string?> HasHeader { get; } = new("--has-header")
    {
        Description = "Whether the first line names the columns: true, false.",
        HelpName = "auto",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Option<string?> Decimal { get; } = Text("--decimal", "The decimal mark: . or ,", "auto");

    public static Option<string[]> Missing { get; } = Texts(
        "--missing", "Words or numbers that stand for a missing value, besides nothing, ?, NA, N/A and NaN.", "VALUE");

    public static Option<string[]> Column { get; } = new("--column")
    {
        Description = "What a column is, whatever was found: NAME:TYPE, NAME:PURPOSE or NAME:TYPE:PURPOSE. Types: "
            + "number, boolean, category, text, date=FORMAT. Purposes: feature, label, weight, ignore.",
        HelpName = "NAME:TYPE",
        DefaultValueFactory = _ => [],
    };

    public static Option<string[]> Use { get; } = Texts("--use", "Predict from these columns only.", "NAMES");

    public static Option<string[]> Ignore { get; } = Texts("--ignore-cols", "Columns not to predict from.", "NAMES");

    public static Option<string?> Name { get; } = Text(
        "--name", "What the model and its files are called. Default: as the data is.", "NAME");

    public static Option<string> Output { get; } = new("--output", "-o")
    {
        Description = "The folder for the files.",
        HelpName = "FOLDER",
        DefaultValueFactory = _ => ".",
    };

    public static Option<bool> Force { get; } = new("--force") { Description = "Replace files that are there." };

    public static Option<string?> Log { get; } = Text(
        "--log-file-path", "Write all that happens into this file.", "FILE");

    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "One line of JSON for each event, instead of text.",
    };

    public static Option<string> Verbosity { get; } = new("--verbosity", "-v")
    {
        Description = "How much is said: q (quiet), m (medium), diag (all).",
        HelpName = "q|m|diag",
        DefaultValueFactory = _ => "m",
    };

    public static Option<string?> MinMetric { get; } = Text(
        "--min-metric", "End with exit code 4 if accuracy (for numbers: R squared) is below this.", "VALUE");

    public static Option<string?> Text(string name, string description, string value) =>
        new(name) { Description = description, HelpName = value };

    private static Option<string[]> Texts(string name, string description, string value) => new(name)
    {
        Description = description,
        HelpName = value,
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };
}
