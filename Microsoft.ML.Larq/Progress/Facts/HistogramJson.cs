using System.Text.Json.Nodes;

namespace Microsoft.ML.Larq.Progress.Facts;

/// <summary>
/// A histogram as JSON: least, largest, sum, sum of squares, and the list of counts; where ranges end follows.
/// </summary>
internal static class HistogramJson
{
    /// <summary>As a list of five. Values of 32 bits are written as such, in up to nine digits.</summary>
    public static JsonArray Write(HistogramFacts facts) => new(
        (float)facts.Least, (float)facts.Largest, facts.Sum, facts.Squares,
        new JsonArray([.. facts.Counts.Select(count => (JsonNode)count)]));

    /// <exception cref="FormatException">It cannot be one.</exception>
    public static HistogramFacts Read(JsonNode? json)
    {
        if (json is not JsonArray { Count: 5 } parts || parts[4] is not JsonArray list)
            throw new FormatException("A histogram is four numbers and a list of counts.");
        var numbers = FactsReader.Numbers([.. parts.Take(4)], "a histogram");
        var (least, largest) = ((double)(float)numbers[0], (double)(float)numbers[1]);
        if (!double.IsFinite(least) || !double.IsFinite(largest) || least > largest)
            throw new FormatException($"A histogram's values go from the least on, got {least} to {largest}.");
        var wanted = least == largest ? 1 : HistogramFacts.Ranges;
        if (list.Count != wanted)
            throw new FormatException($"From {least} to {largest} are {wanted} ranges, got {list.Count}.");
        long[] counts = [.. list.Select(Count)];
        var count = counts.Sum();
        var room = 1e-6 * count * Math.Max(Math.Abs(least), Math.Abs(largest));
        if (count == 0 || counts[0] == 0 || counts[^1] == 0 || numbers[3] < 0
            || numbers[2] < (least * count) - room || numbers[2] > (largest * count) + room)
        {
            throw new FormatException("A histogram's counts and sums are not those of its values.");
        }

        return HistogramFacts.From(least, largest, numbers[2], numbers[3], counts);
    }

    // 2^40 values of 32 bits fill four tebibytes; so many ranges of them stay within a long.
    private static long Count(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out long count) && count is >= 0 and <= 1L << 40
            ? count
            : throw new FormatException($"A count is a whole number of at least 0, got {node}.");
}
