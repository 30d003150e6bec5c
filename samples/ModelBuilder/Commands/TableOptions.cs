using System.CommandLine;
using Larq.ModelBuilder.Data;

namespace Larq.ModelBuilder.Commands;

/// <summary>What is said of a table on the command line.</summary>
internal static class TableOptions
{
    public static Option<string?> Label { get; } = CommonOptions.Text(
        "--label-col", "The column to be predicted: its name, or its number from 0.", "NAME|N");

    public static ReadingChoices Reading(ParseResult parsed) => new()
    {
        Separator = ReadingWords.Separator(parsed.GetValue(CommonOptions.Separator)),
        HasHeader = parsed.GetResult(CommonOptions.HasHeader) is { Implicit: false }
            ? Said.YesNo(parsed.GetValue(CommonOptions.HasHeader) ?? "", "--has-header")
            : null,
        DecimalMarker = ReadingWords.Decimal(parsed.GetValue(CommonOptions.Decimal)),
        Missing = parsed.GetValue(CommonOptions.Missing) ?? [],
    };

    public static PlanChoices Plan(ParseResult parsed) => new()
    {
        Label = parsed.GetValue(Label),
        Use = parsed.GetValue(CommonOptions.Use) ?? [],
        Ignore = parsed.GetValue(CommonOptions.Ignore) ?? [],
        Columns = [.. (parsed.GetValue(CommonOptions.Column) ?? []).Select(ColumnChoice.Parse)],
    };
}
