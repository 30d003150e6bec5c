using System.Security.Cryptography;
using System.Text;

namespace Larq.ModelBuilder.Serving.Doors;

/// <summary>The secret that only who started the server knows.</summary>
internal sealed class Token
{
    private readonly byte[] _digest;

    public Token()
    {
        Text = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        _digest = SHA256.HashData(Encoding.UTF8.GetBytes(Text));
    }

    /// <summary>As it stands in the address.</summary>
    public string Text { get; }

    /// <summary>Whether it is this; how long that takes says nothing of how near it is.</summary>
    public bool Is(string? said) =>
        said is not null
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(said)), _digest);
}
