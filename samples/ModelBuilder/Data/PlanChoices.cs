namespace Larq.ModelBuilder.Data;

/// <summary>What a person says of the columns.</summary>
internal sealed record PlanChoices
{
    /// <summary>The column to be predicted: its name, or its number from 0.</summary>
    public string? Label { get; init; }

    /// <summary>The only columns to predict from; none: all that are fit for it.</summary>
    public string[] Use { get; init; } = [];

    public string[] Ignore { get; init; } = [];

    public ColumnChoice[] Columns { get; init; } = [];
}
