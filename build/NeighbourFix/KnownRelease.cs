using System.Security.Cryptography;

namespace Larq.NeighbourFix;

/// <summary>The one file whose faults are known: that of Microsoft.ML.TorchSharp 0.23.1 for .NET 8 and later.</summary>
internal static class KnownRelease
{
    public const string Name = "Microsoft.ML.TorchSharp 0.23.1";
    public const string Sha256 = "f48e2cf503e9fb77a27463ca5760bf44a40c5e3254f5d1f0452be35f670442c1";

    /// <summary>What tells a file from the known one, or null for that one.</summary>
    public static string? Difference(byte[] file)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(file));
        return hash == Sha256 ? null : $"expected {Name} (SHA-256 {Sha256}), found another file (SHA-256 {hash})";
    }
}
