using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.Larq.Networks.Text;

/// <summary>Writes a value as its alias and reads it back.</summary>
internal abstract class AliasConverter<T>(Func<string, T> parse) : JsonConverter<T>
    where T : notnull
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException($"{typeof(T).Name} is a string, got {reader.TokenType}.");
        try
        {
            return parse(reader.GetString()!);
        }
        catch (ArgumentException error)
        {
            throw new JsonException(error.Message, error);
        }
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
