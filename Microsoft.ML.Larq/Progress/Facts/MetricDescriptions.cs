using System.Text.Json.Nodes;

namespace Microsoft.ML.Larq.Progress.Facts;

/// <summary>What metrics of a user's own say of themselves, by name.</summary>
internal static class MetricDescriptions
{
    /// <summary>Metrics that are described at most.</summary>
    public const int Most = 1000;

    private const int LongestName = 64;
    private const int LongestText = 500;

    /// <exception cref="FormatException">There are too many, or one is too long or no text.</exception>
    public static IReadOnlyDictionary<string, string> FromJson(JsonObject json) => json.Count <= Most
        && json.All(one => one.Key.Length <= LongestName
            && FactsReader.Text(json, one.Key).Length <= LongestText)
        ? json.ToDictionary(one => one.Key, one => FactsReader.Text(json, one.Key), StringComparer.Ordinal)
        : throw new FormatException(
            $"At most {Most} metrics are described, of names of at most {LongestName} characters, each in "
            + $"{LongestText}.");
}
