using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Serving;

/// <summary>What a person has said so far of data and columns.</summary>
internal record Project
{
    public required Scenario Scenario { get; init; }

    /// <summary>The file or the folder, from the opened folder; or what an upload is called.</summary>
    public required string Path { get; init; }

    public Reading? Reading { get; init; }

    /// <summary>The column to be predicted: its name, or its number from 0.</summary>
    public string? Label { get; init; }

    public ColumnSaid[]? Columns { get; init; }

    /// <summary>This alone, without what else was sent.</summary>
    public Project Alone() => new()
    {
        Scenario = Scenario,
        Path = Path,
        Reading = Reading,
        Label = Label,
        Columns = Columns,
    };

    /// <summary>How the file is read.</summary>
    /// <exception cref="UsageException">What was said is no way to read one.</exception>
    public ReadingChoices ReadingChoices() => new()
    {
        Separator = ReadingWords.Separator(NullIfEmpty(Reading?.Separator)),
        HasHeader = Reading?.Header,
        DecimalMarker = ReadingWords.Decimal(NullIfEmpty(Reading?.Decimal)),
        Missing = Reading?.Missing ?? [],
    };

    /// <summary>What is made of the columns.</summary>
    public PlanChoices PlanChoices() => new()
    {
        Label = NullIfEmpty(Label),
        Columns = [.. (Columns ?? []).Select(said => said ?? throw AskException.Bad("columns has null in it."))
            .Where(said => said.Kind is not null || said.Purpose is not null)
            .Select(said => new ColumnChoice("", said.Kind, said.Format, said.Purpose) { Index = said.Index })],
    };

    private static string? NullIfEmpty(string? text) => text is "" ? null : text;
}

/// <summary>What a person says of how a file is written; null is found out.</summary>
internal sealed record Reading
{
    public string? Separator { get; init; }

    public bool? Header { get; init; }

    public string? Decimal { get; init; }

    public string[]? Missing { get; init; }
}

/// <summary>What a person says of a column; null is as found.</summary>
internal sealed record ColumnSaid(int Index, ColumnKind? Kind = null, Purpose? Purpose = null, string? Format = null);
