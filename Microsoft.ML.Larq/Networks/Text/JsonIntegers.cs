using System.Text.Json;

namespace Microsoft.ML.Larq.Networks.Text;

/// <summary>Reads a list of integers; null is an empty one.</summary>
internal static class JsonIntegers
{
    public static int[] Read(ref Utf8JsonReader reader, string what)
    {
        var kind = reader.TokenType;
        try
        {
            return JsonSerializer.Deserialize<int[]>(ref reader) ?? [];
        }
        catch (JsonException error)
        {
            // A fresh exception, because this one's path begins at the list and not at the layer.
            throw new JsonException($"{what} of integers, got something else in a {kind}.", error);
        }
    }
}
