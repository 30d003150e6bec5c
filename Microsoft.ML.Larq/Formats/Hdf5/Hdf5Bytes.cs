using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML.Larq.Formats.Hdf5;

/// <summary>A piece of the file and a place in it, from which little-endian numbers are taken one by one.</summary>
internal sealed class Hdf5Bytes(byte[] bytes)
{
    private static readonly Encoding Text = new UTF8Encoding(false, throwOnInvalidBytes: true);

    public int Position { get; set; }

    public int Length => bytes.Length;

    public int Left => bytes.Length - Position;

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    /// <summary>A number of one to eight bytes.</summary>
    public ulong Number(int size)
    {
        var value = 0UL;
        var taken = Take(size);
        for (var i = size - 1; i >= 0; i--) value = (value << 8) | taken[i];
        return value;
    }

    public void Skip(int count) => Take(count);

    public ReadOnlySpan<byte> Take(ulong count) => count <= (ulong)Left
        ? Take((int)count)
        : throw new FormatException($"Its HDF5 wants {count} bytes at {Position} of {Length}.");

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > Left)
            throw new FormatException($"Its HDF5 wants {count} bytes at {Position} of {Length}.");
        var taken = bytes.AsSpan(Position, count);
        Position += count;
        return taken;
    }

    /// <summary>Requires that the four letters of a structure stand here.</summary>
    public void Require(ReadOnlySpan<byte> signature)
    {
        if (!Take(4).SequenceEqual(signature))
            throw new FormatException($"Its HDF5 has no '{Encoding.ASCII.GetString(signature)}' where one must be.");
    }

    /// <summary>A text that ends in a zero, or with the piece.</summary>
    public string Name(int at)
    {
        if (at < 0 || at > Length) throw new FormatException($"Its HDF5 has a name at {at} of {Length}.");
        return Decode(bytes.AsSpan(at));
    }

    /// <summary>The text up to its first zero.</summary>
    /// <exception cref="FormatException">It is not UTF-8.</exception>
    public static string Decode(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)0);
        try
        {
            return Text.GetString(end < 0 ? text : text[..end]);
        }
        catch (DecoderFallbackException error)
        {
            throw new FormatException("Its HDF5 has a text that is not UTF-8.", error);
        }
    }
}
