using System.Text.Json.Serialization;
using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Data;

/// <summary>What is known of a column, and what is to be made of it unless a person says otherwise.</summary>
/// <param name="Name">As the first line has it, or made up where there is none.</param>
/// <param name="Index">Its place, from 0.</param>
/// <param name="Kind">What its cells are.</param>
/// <param name="Purpose">A feature, or ignored.</param>
/// <param name="Reason">Why kind and purpose are these.</param>
internal sealed record ColumnFacts(string Name, int Index, ColumnKind Kind, Purpose Purpose, string Reason)
{
    /// <summary>How a date is written; null for other kinds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Format { get; init; }

    /// <summary>Rows with a value.</summary>
    public long Values { get; init; }

    /// <summary>Rows without.</summary>
    public long Missing { get; init; }

    /// <summary>Different values.</summary>
    public long Distinct { get; init; }

    /// <summary>The first value.</summary>
    public string Example { get; init; } = "";

    /// <summary>The values that come most often, and how often; all of them up to a thousand.</summary>
    [JsonIgnore]
    public IReadOnlyList<KeyValuePair<string, int>> Counts { get; init; } = [];

    /// <summary>The first cell that ends with a blank, and its line.</summary>
    [JsonIgnore]
    public (string Text, long Line)? FirstPadded { get; init; }

    /// <summary>Cells of a column of numbers that have no bound.</summary>
    [JsonIgnore]
    public (long Count, string Text, long Line) Infinite { get; init; }

    /// <summary>Cells of a column of numbers that are none.</summary>
    public long NotNumbers { get; init; }

    /// <summary>The first of them, and its line.</summary>
    [JsonIgnore]
    public (string Text, long Line) FirstNotNumber { get; init; }
}
