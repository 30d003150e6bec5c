using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Microsoft.ML.Larq.Formats;

/// <summary>
/// The third file of a saved model: when it was trained, the only thing that differs between equal trainings.
/// </summary>
/// <remarks>
/// <c>{"sha256":…,"times":{…}}</c>; the digest is that of the times as they stand there, without spaces.
/// </remarks>
internal static class TimesFile
{
    /// <summary>The name of the file.</summary>
    public const string Name = "Times.json";

    private const string Seal = "sha256";
    private const string Content = "times";

    public static byte[] Write(JsonObject times) => Encoding.UTF8.GetBytes(
        new JsonObject { [Seal] = SealOf(times), [Content] = times.DeepClone() }.ToJsonString());

    /// <exception cref="FormatException">It is damaged or too large.</exception>
    public static JsonObject Read(ReadOnlySpan<byte> file)
    {
        try
        {
            var json = BoundedJson.Parse(file);
            var times = json[Content] as JsonObject ?? throw new FormatException($"'{Content}' is a JSON object.");
            var seal = SealOf(times);
            return json.Count == 2 && json[Seal]?.ToString() == seal
                ? (JsonObject)times.DeepClone()
                : throw new FormatException($"It was altered: its SHA-256 is {json[Seal]}, got {seal}.");
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException
            or ArgumentException)
        {
            throw new FormatException($"The model's {Name} cannot be read: {error.Message}", error);
        }
    }

    private static string SealOf(JsonObject times) => Digest.Of(Encoding.UTF8.GetBytes(times.ToJsonString())).Sha256;
}
