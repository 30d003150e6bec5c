using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Microsoft.ML.Larq.Progress.Facts;

/// <summary>When a training was: the only facts that differ between two trainings of the same seed.</summary>
/// <param name="Started">When it began, in UTC; of one that was resumed, when it first began.</param>
/// <param name="Seconds">
/// For each epoch the seconds that training had taken at its end; the time between an interruption and the resumption
/// does not count.
/// </param>
/// <param name="Ends">For each epoch when it ended, in UTC.</param>
internal sealed record TrainingTimes(
    DateTimeOffset Started, ImmutableList<double> Seconds, ImmutableList<DateTimeOffset> Ends)
{
    // The years 1 to 9999.
    private static readonly long First = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    // Ten thousand years.
    private const double Longest = 3.2e11;

    /// <summary>One that begins.</summary>
    public static TrainingTimes From(DateTimeOffset started) => new(Whole(started), [], []);

    /// <summary>With one epoch more.</summary>
    public TrainingTimes With(TimeSpan elapsed, DateTimeOffset end) => this with
    {
        Seconds = Seconds.Add(Math.Round(elapsed.TotalSeconds, 3)),
        Ends = Ends.Add(Whole(end)),
    };

    public JsonObject ToJson() => new()
    {
        ["started"] = Started.ToUnixTimeMilliseconds(),
        ["seconds"] = new JsonArray([.. Seconds.Select(seconds => (JsonNode)seconds)]),
        ["ends"] = new JsonArray(
            [.. Ends.Select(end => (JsonNode)(end.ToUnixTimeMilliseconds() - Started.ToUnixTimeMilliseconds()))]),
    };

    /// <exception cref="FormatException">A time is missing or cannot be.</exception>
    public static TrainingTimes FromJson(JsonObject json)
    {
        var seconds = FactsReader.Numbers(FactsReader.List(json, "seconds"), "'seconds'");
        if (seconds.Any(value => value is < 0 or > Longest))
            throw new FormatException($"'seconds' are from 0 to {Longest}.");
        var started = Time(json["started"], 0);
        ImmutableList<DateTimeOffset> ends = [.. FactsReader.List(json, "ends")
            .Select(end => Time(end, started.ToUnixTimeMilliseconds()))];
        return ends.Count == seconds.Length
            ? new TrainingTimes(started, [.. seconds], ends)
            : throw new FormatException($"'ends' has as many times as 'seconds', got {ends.Count}.");
    }

    private static DateTimeOffset Time(JsonNode? node, long origin) =>
        node is JsonValue value && value.TryGetValue(out long milliseconds)
            && milliseconds >= First - origin && milliseconds <= Last - origin
        ? DateTimeOffset.FromUnixTimeMilliseconds(origin + milliseconds)
        : throw new FormatException($"A time is milliseconds, of a year from 1 to 9999, got {node}.");

    // What is kept is what is read back.
    private static DateTimeOffset Whole(DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
