using System.Text.Encodings.Web;
using System.Text.Json;

namespace Microsoft.ML.Larq.Formats;

/// <summary>The JSON header of a safetensors file.</summary>
internal static class SafetensorsHeader
{
    public const string Metadata = "__metadata__";

    /// <summary>The longest header that the format's own reader accepts.</summary>
    public const int MaximalLength = 100_000_000;

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 3 };

    public static SafetensorsFile Read(ReadOnlyMemory<byte> header, ReadOnlyMemory<byte> data)
    {
        if (header.Length == 0 || header.Span[0] != '{')
            throw SafetensorsFile.Invalid("its header does not start with '{'");
        try
        {
            using var json = JsonDocument.Parse(header, Options);
            var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
            var entries = new List<Entry>();
            foreach (var property in json.RootElement.EnumerateObject())
            {
                if (property.Name != Metadata)
                {
                    entries.Add(Entry.Of(property));
                    continue;
                }

                foreach (var note in property.Value.EnumerateObject())
                    metadata.Add(note.Name, Text(note.Value, note.Name));
            }

            return new SafetensorsFile(Cut(entries, data), metadata);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            throw SafetensorsFile.Invalid($"its header cannot be read ({error.Message.TrimEnd('.')})", error);
        }
    }

    public static byte[] Write(
        IEnumerable<KeyValuePair<string, SafetensorsTensor>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var buffer = new MemoryStream();
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WriteStartObject(Metadata);
                foreach (var (name, text) in metadata) json.WriteString(name, text);
                json.WriteEndObject();
            }

            var begin = 0L;
            foreach (var (name, tensor) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", tensor.DataType);
                WriteNumbers(json, "shape", [.. tensor.Shape]);
                WriteNumbers(json, "data_offsets", begin, begin += tensor.Data.Length);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    // In the order of the data each tensor must start where the one before it ends: no hole, no overlap.
    private static IEnumerable<KeyValuePair<string, SafetensorsTensor>> Cut(
        List<Entry> entries, ReadOnlyMemory<byte> data)
    {
        var position = 0L;
        foreach (var entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != position || entry.End < entry.Begin || entry.End > data.Length)
            {
                throw SafetensorsFile.Invalid(
                    $"tensor '{entry.Name}' starts at {position} and ends within {data.Length} bytes of data, "
                    + $"got {entry.Begin} to {entry.End}");
            }

            var bytes = SafetensorsType.Bytes(entry.Type, entry.Shape);
            if (bytes != entry.End - entry.Begin)
            {
                throw SafetensorsFile.Invalid(
                    $"tensor '{entry.Name}' of type {entry.Type} and shape [{string.Join(", ", entry.Shape)}] has "
                    + $"{bytes} bytes, got {entry.Begin} to {entry.End}");
            }

            position = entry.End;
            var tensor = new SafetensorsTensor(entry.Type, entry.Shape, data.Slice((int)entry.Begin, (int)bytes));
            yield return KeyValuePair.Create(entry.Name, tensor);
        }

        if (position != data.Length)
            throw SafetensorsFile.Invalid($"its tensors take {position} bytes, got {data.Length} bytes of data");
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, params ReadOnlySpan<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static string Text(JsonElement element, string name) => element.ValueKind == JsonValueKind.String
        ? element.GetString()!
        : throw SafetensorsFile.Invalid($"'{name}' is a string, got {element.ValueKind}");

    private static long[] Numbers(JsonElement element, string name) => [.. element.EnumerateArray().Select(number =>
        number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out var value)
            ? value
            : throw SafetensorsFile.Invalid($"'{name}' has integers, got '{number}'"))];

    private sealed record Entry(string Name, string Type, long[] Shape, long Begin, long End)
    {
        public static Entry Of(JsonProperty property)
        {
            var (name, node) = (property.Name, property.Value);
            if (node.ValueKind != JsonValueKind.Object || node.GetPropertyCount() != 3
                || !node.TryGetProperty("dtype", out var type)
                || !node.TryGetProperty("shape", out var shape)
                || !node.TryGetProperty("data_offsets", out var offsets))
            {
                throw SafetensorsFile.Invalid(
                    $"tensor '{name}' has dtype, shape and data_offsets, got '{Shorten(node)}'");
            }

            return Numbers(offsets, "data_offsets") is [var begin, var end]
                ? new Entry(name, Text(type, "dtype"), Numbers(shape, "shape"), begin, end)
                : throw SafetensorsFile.Invalid($"tensor '{name}' has two data_offsets, got '{Shorten(offsets)}'");
        }

        private static string Shorten(JsonElement element)
        {
            var text = element.GetRawText();
            return text.Length <= 100 ? text : text[..100] + "…";
        }
    }
}
