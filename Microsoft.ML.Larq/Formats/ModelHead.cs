using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Formats;

/// <summary>The first file of a saved model: the network, the facts, and the digest of the second file.</summary>
/// <remarks>
/// <c>{"format":"larq-mlnet","version":2,"sha256":…,"weights":{"sha256":…,"length":…},"network":{…},"facts":{…}}</c>;
/// the outer sha256 is that of this file with 64 zeros in its place.
/// </remarks>
internal sealed record ModelHead(NetworkDefinition Definition, Digest Weights, JsonObject Facts)
{
    /// <summary>The versions of this file. The other needs none: this one holds its digest.</summary>
    public static readonly FileVersions Versions = NetworkJson.Versions;

    private const string Format = "larq-mlnet";
    private const string Seal = "sha256";
    private static readonly string NoSeal = new('0', SHA256.HashSizeInBytes * 2);
    private static readonly string[] Members = ["format", "version", Seal, "weights", "network", "facts"];
    private static readonly JsonSerializerOptions Writing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public byte[] ToBytes()
    {
        var json = new JsonObject
        {
            ["format"] = Format,
            ["version"] = Versions.Current,
            [Seal] = NoSeal,
            ["weights"] = Weights.ToJson(),
            ["network"] = NetworkJson.ToNode(Definition),
            ["facts"] = Facts.DeepClone(),
        };
        var bytes = Encoding.UTF8.GetBytes(json.ToJsonString(Writing));
        var seal = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(NoSeal));
        Encoding.UTF8.GetBytes(Digest.Hex(SHA256.HashData(bytes)), bytes.AsSpan(seal));
        try
        {
            _ = Read(bytes);
        }
        catch (FormatException error)
        {
            throw new ArgumentException($"The network or its facts could not be read again: {error.Message}", error);
        }

        return bytes;
    }

    public static ModelHead Read(ReadOnlySpan<byte> file) => Read(file, Versions);

    /// <summary>Reads as a library does that knows other versions, later ones for example.</summary>
    internal static ModelHead Read(ReadOnlySpan<byte> file, FileVersions versions)
    {
        try
        {
            var json = BoundedJson.Parse(file);
            var format = Value<string>(json, "format");
            if (format != Format) throw new FormatException($"Its format is '{Format}', got '{format}'.");
            versions.Require(Value<int>(json, "version"));
            RequireSeal(file, Value<string>(json, Seal));
            RequireOnly(json, Members);
            var weights = Child(json, "weights");
            RequireOnly(weights, ["sha256", "length"]);
            var digest = new Digest(Value<long>(weights, "length"), Value<string>(weights, "sha256"));
            var facts = (JsonObject)Child(json, "facts").DeepClone();
            return new ModelHead(NetworkJson.FromNode(json["network"]), digest, facts);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"It is not valid JSON: {error.Message}", error);
        }
    }

    private static void RequireSeal(ReadOnlySpan<byte> file, string seal)
    {
        var place = seal.Length == NoSeal.Length ? file.IndexOf(Encoding.UTF8.GetBytes(seal)) : -1;
        if (place < 0) throw new FormatException($"Its {Seal} is {NoSeal.Length} hexadecimal digits, got '{seal}'.");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(file[..place]);
        hash.AppendData(Encoding.UTF8.GetBytes(NoSeal));
        hash.AppendData(file[(place + NoSeal.Length)..]);
        var came = Digest.Hex(hash.GetHashAndReset());
        if (came != seal) throw new FormatException($"It was altered: its SHA-256 is {seal}, got {came}.");
    }

    private static void RequireOnly(JsonObject json, string[] members)
    {
        var stranger = json.Select(member => member.Key).FirstOrDefault(name => !members.Contains(name));
        if (stranger is not null)
            throw new FormatException($"Its members are {string.Join(", ", members)}; got '{stranger}'.");
    }

    private static JsonObject Child(JsonObject json, string name) => json[name] as JsonObject
        ?? throw new FormatException($"'{name}' is a JSON object, got {Kind(json, name)}.");

    private static T Value<T>(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue<T>(out var result)
            ? result
            : throw new FormatException($"'{name}' must be of type {typeof(T).Name}, got {Kind(json, name)}.");

    private static string Kind(JsonObject json, string name) => json[name]?.GetValueKind().ToString() ?? "nothing";
}
