using System.Text.Json.Serialization;

namespace Larq.ModelBuilder.Recipes;

/// <summary>What the cells of a column are.</summary>
internal enum ColumnKind
{
    /// <summary>A number; a cell without one is missing.</summary>
    Number,

    /// <summary>One of two words, as yes and no.</summary>
    Boolean,

    /// <summary>One of several words or codes.</summary>
    Category,

    /// <summary>Free text.</summary>
    Text,

    /// <summary>A date, with or without a time of day, as <see cref="RecipeColumn.Format"/> says.</summary>
    Date,
}

/// <summary>What a column is for.</summary>
internal enum Purpose
{
    /// <summary>To predict from.</summary>
    Feature,

    /// <summary>To be predicted; exactly one column is.</summary>
    Label,

    /// <summary>How much the row counts in training; one column at most.</summary>
    Weight,

    /// <summary>Not read.</summary>
    Ignore,
}

/// <summary>A column of the data file.</summary>
/// <param name="Name">As the header has it, or as given where there is none: anything, and perhaps twice.</param>
/// <param name="Index">Its place in the file, from 0.</param>
/// <param name="Kind">What its cells are.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Reason">Why kind and purpose are these, for people.</param>
internal sealed record RecipeColumn(string Name, int Index, ColumnKind Kind, Purpose Purpose, string Reason)
{
    /// <summary>How a date is written, of <see cref="DateFormats"/>; null for other kinds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Format { get; init; }

    /// <summary>A cell of the file, as it stands there: what the generated program begins with.</summary>
    public string Example { get; init; } = "";
}
