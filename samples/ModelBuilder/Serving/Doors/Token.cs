using System.Security.Cryptography;
using System.Text;

namespace Larq.ModelBuilder.Serving.Doors;

/// <summary>The secret that only who started the server knows.</summary>
internal sealed class Token
{
    private readonly byte[] _digest;
    private byte[]? _once;

    public Token() => (Text, _digest) = Fresh();

    /// <summary>As it stands in the address.</summary>
    public string Text { get; }

    /// <summary>Whether it is this; how long that takes says nothing of how near it is.</summary>
    public bool Is(string? said) =>
        said is not null
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(said)), _digest);

    /// <summary>
    /// One that opens the page a single time: other people of this machine may see what a browser is started with.
    /// </summary>
    public string Once()
    {
        (var text, _once) = Fresh();
        return text;
    }

    /// <summary>Whether it is this, or the one that opens once; then that does no more.</summary>
    public bool Opens(string? said)
    {
        if (Is(said)) return true;
        if (said is null || Volatile.Read(ref _once) is not { } once) return false;
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(said)), once)
            && Interlocked.CompareExchange(ref _once, null, once) == once;
    }

    private static (string Text, byte[] Digest) Fresh()
    {
        var text = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        return (text, SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
