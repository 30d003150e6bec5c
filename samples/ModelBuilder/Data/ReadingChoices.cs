namespace Larq.ModelBuilder.Data;

/// <summary>What a person has said about a file; null is found out from the file.</summary>
internal sealed record ReadingChoices
{
    public char? Separator { get; init; }

    public bool? HasHeader { get; init; }

    public char? DecimalMarker { get; init; }

    /// <summary>Words or numbers that stand for a missing value, besides <see cref="MissingWords.Usual"/>.</summary>
    public string[] Missing { get; init; } = [];
}
