using System.Buffers.Binary;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Formats;

/// <summary>
/// The header that ML.NET writes beside a network's parts in its zip: whose part it is, and in which version.
/// </summary>
/// <remarks>
/// ML.NET's <c>ModelHeader</c> of 256 bytes, little-endian: at 0 its own signature, at 64 that of the part, at 72 the
/// version that it was written in and at 76 the earliest whose readers understand it.
/// </remarks>
internal static class ModelKey
{
    /// <summary>The name of the file.</summary>
    public const string Name = "Model.key";

    /// <summary>Whose part it is: eight ASCII letters, of which ML.NET writes a space as 0.</summary>
    public const string Signature = "LARQBNN ";

    /// <summary>The versions of the part, apart from those of the files in it.</summary>
    public static readonly FileVersions Versions = new(0x00010001, 0x00010001, 0x00010001, "X8");

    private const int Length = 256;
    private const int SignaturePlace = 64;
    private const int WrittenPlace = 72;
    private const int ReadablePlace = 76;

    /// <exception cref="FormatException">It is cut, of something else, or of a version that is not read.</exception>
    public static void Require(ReadOnlySpan<byte> key)
    {
        if (key.Length < Length)
            throw new FormatException($"{Name}: the header has {Length} bytes, got {key.Length}.");
        var signature = string.Concat(
            key.Slice(SignaturePlace, Signature.Length).ToArray().Select(letter => letter == 0 ? ' ' : (char)letter));
        if (signature != Signature)
            throw new FormatException($"{Name}: the signature is '{Signature}', got '{signature}'.");
        try
        {
            Versions.Require(
                BinaryPrimitives.ReadUInt32LittleEndian(key[WrittenPlace..]),
                BinaryPrimitives.ReadUInt32LittleEndian(key[ReadablePlace..]));
        }
        catch (FormatException error)
        {
            throw new FormatException($"{Name}: {error.Message}", error);
        }
    }
}
