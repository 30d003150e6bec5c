using System.Text.Json.Nodes;

namespace Microsoft.ML.Larq.Progress.Facts;

/// <summary>Reads facts from JSON and believes none: each number is checked, each name is what it should be.</summary>
internal static class FactsReader
{
    // Names of layers, aliases of quantizers and initializers are far shorter.
    private const int LongestText = 4096;

    /// <exception cref="FormatException">It is missing or no object.</exception>
    public static JsonObject Object(JsonObject json, string name) => json[name] as JsonObject
        ?? throw new FormatException($"'{name}' is an object.");

    /// <exception cref="FormatException">It is missing or no list.</exception>
    public static JsonArray List(JsonObject json, string name) => json[name] as JsonArray
        ?? throw new FormatException($"'{name}' is a list.");

    /// <exception cref="FormatException">It is no list of objects.</exception>
    public static IEnumerable<JsonObject> Objects(JsonObject json, string name) => List(json, name).Select(node =>
        node as JsonObject ?? throw new FormatException($"'{name}' is a list of objects, got {node}."));

    /// <exception cref="FormatException">It is missing or no whole number of that size.</exception>
    public static int Whole(JsonObject json, string name, int least = 0) => Whole(json[name], name, least);

    /// <exception cref="FormatException">It is no list of whole numbers of at least 0.</exception>
    public static int[] Wholes(JsonObject json, string name) =>
        [.. List(json, name).Select(node => Whole(node, name, 0))];

    /// <exception cref="FormatException">It is missing, not finite or out of range.</exception>
    public static double Number(
        JsonObject json, string name, double least = double.MinValue, double most = double.MaxValue)
    {
        if (json[name] is JsonValue value && value.TryGetValue(out double number) && number >= least && number <= most)
            return number;
        throw new FormatException($"'{name}' is a number from {least} to {most}, got {json[name]}.");
    }

    /// <exception cref="FormatException">One is no finite number.</exception>
    public static double[] Numbers(IEnumerable<JsonNode?> nodes, string what) => [.. nodes.Select(node =>
        node is JsonValue value && value.TryGetValue(out double number) && double.IsFinite(number)
            ? number
            : throw new FormatException($"A number of {what} is finite, got {node}."))];

    /// <exception cref="FormatException">One is no finite number.</exception>
    public static Dictionary<string, double> Numbers(JsonObject json) =>
        json.ToDictionary(pair => pair.Key, pair => Numbers([pair.Value], $"'{pair.Key}'")[0], StringComparer.Ordinal);

    /// <exception cref="FormatException">It is missing, no text or too long.</exception>
    public static string Text(JsonObject json, string name) => TextOrNull(json, name)
        ?? throw new FormatException($"'{name}' is missing.");

    /// <exception cref="FormatException">It is no text or too long.</exception>
    public static string? TextOrNull(JsonObject json, string name) =>
        json[name] is null ? null : Text(json[name], name);

    /// <exception cref="FormatException">It is no list of texts.</exception>
    public static string[] Texts(JsonObject json, string name) =>
        [.. List(json, name).Select(node => Text(node, name))];

    /// <exception cref="FormatException">It is missing or neither true nor false.</exception>
    public static bool Flag(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue(out bool flag)
            ? flag
            : throw new FormatException($"'{name}' is true or false, got {json[name]}.");

    /// <summary>Numbers as a list.</summary>
    public static JsonArray Array(IEnumerable<int> values) => new([.. values.Select(value => (JsonNode)value)]);

    private static int Whole(JsonNode? node, string name, int least) =>
        node is JsonValue value && value.TryGetValue(out int number) && number >= least
            ? number
            : throw new FormatException($"'{name}' is a whole number of at least {least}, got {node}.");

    private static string Text(JsonNode? node, string name) =>
        node is JsonValue value && value.TryGetValue(out string? text) && text.Length <= LongestText
            ? text
            : throw new FormatException($"'{name}' is a text of at most {LongestText} characters.");
}
