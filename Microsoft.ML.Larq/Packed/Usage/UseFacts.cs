using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Packed.Usage;

/// <summary>Reads a network's use among the facts of a saved model, and writes it as such facts.</summary>
/// <remarks>
/// <c>{"task":"Regression","order":"Interleaved","classes":{"type":"Text","values":[…]},"mean":0,"deviation":1,
/// "calibration":{"temperature":1},"channels":{"means":[…],"deviations":[…]}}</c>; a trained model has more.
/// </remarks>
internal static class UseFacts
{
    public static JsonObject ToJson(PackedUse use)
    {
        var json = new JsonObject
        {
            ["task"] = use.Task.ToString(),
            ["order"] = use.PixelOrder.ToString(),
            ["mean"] = use.LabelMean,
            ["deviation"] = use.LabelDeviation,
            ["calibration"] = new JsonObject { ["temperature"] = use.Temperature },
        };
        if (!use.HandlesMissing) json["handlesMissing"] = false;
        if (!use.ClassNames.IsEmpty)
        {
            json["classes"] = new JsonObject
            {
                ["type"] = "Text",
                ["values"] = List(use.ClassNames, name => JsonValue.Create(name)),
            };
        }

        if (!use.ChannelMeans.IsEmpty)
        {
            json["channels"] = new JsonObject
            {
                ["means"] = List(use.ChannelMeans, mean => JsonValue.Create(mean)),
                ["deviations"] = List(use.ChannelDeviations, deviation => JsonValue.Create(deviation)),
            };
        }

        return json;
    }

    /// <exception cref="FormatException">A fact is missing or is not what it should be.</exception>
    public static PackedUse FromJson(JsonObject facts)
    {
        try
        {
            var channels = facts["channels"];
            var calibration = facts["calibration"];
            return new PackedUse(
                Name<LearningTask>(facts, "task"),
                facts["classes"] is { } classes ? Names(classes) : null,
                Name<PixelOrder>(facts, "order"),
                calibration is null ? 1 : Member(calibration, "temperature").GetValue<float>(),
                Member(facts, "mean").GetValue<float>(),
                Member(facts, "deviation").GetValue<float>(),
                channels is null ? null : Array(channels, "means").Select(Number),
                channels is null ? null : Array(channels, "deviations").Select(Number),
                facts["handlesMissing"] is null || Member(facts, "handlesMissing").GetValue<bool>());
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or FormatException
            or OverflowException)
        {
            throw new FormatException($"The model's facts cannot be read: {error.Message}", error);
        }
    }

    /// <summary>The names in <c>{"type":…,"values":[…]}</c>.</summary>
    public static IEnumerable<string> Names(JsonNode classes) => Array(classes, "values").Select(Text);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static JsonArray List<T>(IEnumerable<T> values, Func<T, JsonNode> node)
    {
        var list = new JsonArray();
        foreach (var value in values) list.Add(node(value));
        return list;
    }

    private static T Name<T>(JsonObject facts, string member)
        where T : struct, Enum
    {
        var name = Member(facts, member).GetValue<string>();
        return Enum.GetNames<T>().Contains(name)
            ? Enum.Parse<T>(name)
            : throw new FormatException(
                $"'{member}' is one of {string.Join(", ", Enum.GetNames<T>())}, got '{name}'.");
    }

    private static JsonValue Member(JsonNode node, string name) =>
        (node as JsonObject)?[name] as JsonValue ?? throw new FormatException($"'{name}' is missing or no value.");

    private static JsonArray Array(JsonNode node, string name) =>
        (node as JsonObject)?[name] as JsonArray ?? throw new FormatException($"'{name}' is missing or no list.");

    private static float Number(JsonNode? node) =>
        (node as JsonValue ?? throw new FormatException("A number is missing.")).GetValue<float>();

    // Classes that were numbers stand as numbers in a model, truth as truth, dates as text.
    private static string Text(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.String => node.GetValue<string>(),
        JsonValueKind.Number => node.ToJsonString(),
        JsonValueKind.True => bool.TrueString,
        JsonValueKind.False => bool.FalseString,
        _ => throw new FormatException("A class is a text, a number, true or false."),
    };
}
