using System.Text.Json.Nodes;

namespace Microsoft.ML.Larq.Progress.Facts;

/// <summary>A number that an optimizer was told.</summary>
/// <param name="Name">
/// <c>Learning Rate</c>, <c>Threshold</c>, <c>Gamma</c>, as reported rates are called, or <c>Weight Decay</c>.
/// </param>
/// <param name="Value">Its largest value over the course of training.</param>
/// <param name="Last">Its value at the last step.</param>
/// <param name="Default">What it is where nobody sets it; of a schedule the largest.</param>
internal sealed record SettingFacts(string Name, double Value, double Last, double Default)
{
    public JsonArray ToJson() => new(Name, Value, Last, Default);

    /// <exception cref="FormatException">It is no name and three numbers of at least 0.</exception>
    public static SettingFacts FromJson(JsonNode? json)
    {
        if (json is not JsonArray { Count: 4 } parts)
            throw new FormatException("A setting is a name and three numbers.");
        var numbers = FactsReader.Numbers([.. parts.Skip(1)], "a setting");
        if (parts[0] is not JsonValue name || !name.TryGetValue(out string? text))
            throw new FormatException("A setting's name is text.");
        if (numbers.Any(number => number < 0))
            throw new FormatException($"A setting is at least 0, got {numbers.Min()} of '{text}'.");
        return new SettingFacts(text, numbers[0], numbers[1], numbers[2]);
    }
}
