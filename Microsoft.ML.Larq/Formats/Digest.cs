using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Microsoft.ML.Larq.Formats;

/// <summary>Length and SHA-256 of a file, which show whether it was damaged.</summary>
internal sealed record Digest(long Length, string Sha256)
{
    public static Digest Of(ReadOnlySpan<byte> file) => new(file.Length, Hex(SHA256.HashData(file)));

    public static string Hex(ReadOnlySpan<byte> hash) => Convert.ToHexStringLower(hash);

    public void Require(ReadOnlySpan<byte> file)
    {
        if (file.Length != Length) throw new FormatException($"It has {Length} bytes, got {file.Length}.");
        var came = Of(file).Sha256;
        if (came != Sha256) throw new FormatException($"It was altered: its SHA-256 is {Sha256}, got {came}.");
    }

    public JsonObject ToJson() => new() { ["sha256"] = Sha256, ["length"] = Length };
}
