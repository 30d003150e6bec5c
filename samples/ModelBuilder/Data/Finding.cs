using System.Text.Json.Serialization;

namespace Larq.ModelBuilder.Data;

/// <summary>How much something found in the data matters.</summary>
internal enum Severity
{
    /// <summary>Good to know.</summary>
    Note,

    /// <summary>Probably not what was meant; nothing is stopped by it.</summary>
    Warning,

    /// <summary>Nothing can be trained before it is mended.</summary>
    Error,
}

/// <summary>Something found in the data that a person should know.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Message">What was found, and what can be done.</param>
internal sealed record Finding(Severity Severity, string Message)
{
    /// <summary>The line of the file, from 1; null where it is not of one line.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Line { get; init; }

    /// <summary>The column's name; null where it is not of one column.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Column { get; init; }

    /// <summary>For example <c>line 7: …</c>.</summary>
    public override string ToString() => (Line, Column) switch
    {
        ({ } line, { } column) => $"line {line}, column '{column}': {Message}",
        ({ } line, null) => $"line {line}: {Message}",
        (null, { } column) => $"column '{column}': {Message}",
        _ => Message,
    };
}
