using System.Text.Json.Nodes;

namespace Microsoft.ML.Larq.Progress.Facts;

/// <summary>What an interrupted training knew beside its values: facts, and the warnings it had given.</summary>
internal sealed record TrainingStory(TrainingFacts Facts, IReadOnlyList<TrainingWarning> Warnings)
{
    public JsonObject ToJson() => new()
    {
        ["facts"] = Facts.ToJson(),
        ["warnings"] = WriteWarnings(Warnings),
    };

    /// <exception cref="FormatException">Something is missing or cannot be; it is named.</exception>
    public static TrainingStory FromJson(JsonObject json) => new(
        TrainingFacts.FromJson(FactsReader.Object(json, "facts")),
        ReadWarnings(FactsReader.List(json, "warnings")));

    /// <summary>Each warning as name, layer and message.</summary>
    public static JsonArray WriteWarnings(IEnumerable<TrainingWarning> warnings) =>
        new([.. warnings.Select(warning => new JsonArray(warning.Name, warning.Layer, warning.Message))]);

    /// <exception cref="FormatException">They are not names, layers and messages.</exception>
    public static TrainingWarning[] ReadWarnings(JsonArray json) => [.. json.Select(Read)];

    private static TrainingWarning Read(JsonNode? node) =>
        node is JsonArray and [JsonValue name, var layer, JsonValue message] && name.TryGetValue(out string? called)
            && message.TryGetValue(out string? said) && (layer is null || layer is JsonValue)
        ? new TrainingWarning(called, layer?.GetValue<string>(), said)
        : throw new FormatException("'warnings' are not names, layers and messages.");
}
