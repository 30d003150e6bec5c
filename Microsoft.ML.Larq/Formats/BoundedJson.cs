using System.Text.Json;
using System.Text.Json.Nodes;

namespace Microsoft.ML.Larq.Formats;

/// <summary>JSON of a file, which is read only where it is small enough.</summary>
internal static class BoundedJson
{
    public const int MaximalLength = 1 << 24;
    public const int MaximalDepth = 32;

    /// <summary>Of a network of 150,000 layers, or 15,000 epochs of 100 values.</summary>
    public const int MaximalTokens = 1_600_000;

    private static readonly JsonDocumentOptions Reading = new()
    {
        MaxDepth = MaximalDepth,
        AllowDuplicateProperties = false,
    };

    /// <exception cref="FormatException">It is too large, or no object.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonObject Parse(ReadOnlySpan<byte> file)
    {
        if (file.Length > MaximalLength)
            throw new FormatException($"It has at most {MaximalLength} bytes, got {file.Length}.");
        RequireFew(file);
        return JsonNode.Parse(file, documentOptions: Reading) as JsonObject
            ?? throw new FormatException("It is a JSON object, got something else.");
    }

    // A number of two bytes becomes an object of a hundred.
    private static void RequireFew(ReadOnlySpan<byte> file)
    {
        var reader = new Utf8JsonReader(file, new JsonReaderOptions { MaxDepth = MaximalDepth });
        for (var tokens = 0; reader.Read(); tokens++)
        {
            if (tokens == MaximalTokens)
            {
                throw new FormatException(
                    $"It has at most {MaximalTokens} names, values, braces and brackets, got more.");
            }
        }
    }
}
