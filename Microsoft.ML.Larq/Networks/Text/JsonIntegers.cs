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

/// <summary>Writes a value as a list of integers.</summary>
internal abstract class JsonIntegersConverter<T>(
    string what, Func<int[], T> make, Func<T, ImmutableArray<int>> integers) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var read = JsonIntegers.Read(ref reader, what);
        try
        {
            return make(read);
        }
        catch (ArgumentException error)
        {
            throw new JsonException(error.Message, error);
        }
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        JsonIntegers.Write(writer, integers(value).AsSpan());
}

/// <summary>A list of integers by itself.</summary>
internal sealed class IntegersConverter()
    : JsonIntegersConverter<ImmutableArray<int>>("It is a list", list => [.. list], list => list);
