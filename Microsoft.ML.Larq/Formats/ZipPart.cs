using System.IO.Compression;

namespace Microsoft.ML.Larq.Formats;

/// <summary>Reads an entry of a zip file without believing any length that the file states.</summary>
internal static class ZipPart
{
    // No deflate stream grows by more: a match of 258 bytes takes at least 2 bits.
    private const long LargestGrowth = 1032;

    /// <summary>Requires that an entry can be of the length that it states, before anything is unpacked.</summary>
    /// <exception cref="FormatException">It cannot; the message says why.</exception>
    public static void Require(ZipArchiveEntry entry, string name, long length)
    {
        if (entry.Length != length)
            throw new FormatException($"'{name}' has {length} bytes, got an entry of {entry.Length}.");
        if (length > (entry.CompressedLength * LargestGrowth) + LargestGrowth)
            throw new FormatException($"'{name}' has {length} bytes, " +
                $"got {entry.CompressedLength} compressed bytes, which cannot hold them.");
    }

    /// <summary>The bytes of an entry, of which there are so many.</summary>
    /// <exception cref="FormatException">It is of another length, or damaged.</exception>
    public static byte[] Read(ZipArchiveEntry entry, string name, long length)
    {
        Require(entry, name, length);
        try
        {
            using var stream = entry.Open();
            var bytes = new byte[length];
            stream.ReadExactly(bytes);
            return stream.ReadByte() < 0
                ? bytes
                : throw new FormatException($"'{name}' has {length} bytes, got more.");
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw new FormatException($"'{name}' has {length} bytes, got a damaged zip entry.", error);
        }
    }

    /// <summary>The same of an entry of at most so many bytes.</summary>
    /// <exception cref="FormatException">It is larger, or damaged.</exception>
    public static byte[] ReadUpTo(ZipArchiveEntry entry, string name, long limit) => entry.Length <= limit
        ? Read(entry, name, entry.Length)
        : throw new FormatException($"'{name}' has at most {limit} bytes, got an entry of {entry.Length}.");
}
