using System.Text.Json.Serialization;
using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Data;

/// <summary>What was found out about a file of rows.</summary>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Rows">Its rows, without the names of the columns.</param>
/// <param name="Loading">How it is read.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Findings">What a person should know.</param>
internal sealed record TableFacts(
    string Path, long Bytes, long Rows, Loading Loading, ColumnFacts[] Columns, Finding[] Findings)
{
    /// <summary>Why separator, header and decimal mark are these.</summary>
    public required string SeparatorReason { get; init; }

    public required string HeaderReason { get; init; }

    public required string DecimalReason { get; init; }

    /// <summary>The first rows as they stand in the file.</summary>
    public string[][] Preview { get; init; } = [];

    [JsonIgnore]
    public bool IsSound => Array.TrueForAll(Findings, finding => finding.Severity != Severity.Error);

    /// <exception cref="DataException">There is an error among the findings.</exception>
    public void RequireSound()
    {
        if (IsSound) return;
        var errors = Findings.Where(finding => finding.Severity == Severity.Error).ToArray();
        throw new DataException($"'{Path}' cannot be read as a table.", errors);
    }
}
