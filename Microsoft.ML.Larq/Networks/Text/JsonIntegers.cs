using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.Larq.Networks.Text;

/// <summary>Reads and writes a list of integers; null is an empty one.</summary>
internal static class JsonIntegers
{
    public static int[] Read(ref Utf8JsonReader reader, string what)
    {
        var kind = reader.TokenType;
        if (kind == JsonTokenType.Null) return [];
        if (kind != JsonTokenType.StartArray) throw Other(what, kind);
        var integers = new List<int>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out var integer))
                throw Other(what, kind);
            integers.Add(integer);
        }

        return [.. integers];
    }

    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<int> integers)
    {
        writer.WriteStartArray();
        foreach (var integer in integers) writer.WriteNumberValue(integer);
        writer.WriteEndArray();
    }

    private static JsonException Other(string what, JsonTokenType kind) =>
        new($"{what} of integers, got something else in a {kind}.");
}

/// <summary>A list of integers by itself.</summary>
internal sealed class IntegersConverter : JsonConverter<ImmutableArray<int>>
{
    public override ImmutableArray<int> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        [.. JsonIntegers.Read(ref reader, "It is a list")];

    public override void Write(Utf8JsonWriter writer, ImmutableArray<int> value, JsonSerializerOptions options) =>
        JsonIntegers.Write(writer, value.AsSpan());
}
