using System.IO.Compression;
using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Formats;

namespace Microsoft.ML.Larq.Hosting;

/// <summary>Reads one part of a saved model without believing any length that the file states.</summary>
internal static class ModelPart
{
    /// <summary>The largest part that is read: what an array of bytes can hold.</summary>
    public const long Limit = 0x7FFFFFC7;

    /// <summary>The bytes of a part, whose length is as stated, and as the other part says.</summary>
    /// <exception cref="FormatException">The part is missing, too large, damaged or not as stated.</exception>
    public static byte[] Read(ModelLoadContext context, StatedPart part, long length) => part.Length == length
        ? Read(context, part)
        : throw new FormatException($"'{part.Name}' has {length} bytes, got a promise of {part.Length}.");

    /// <summary>The bytes of a part, whose length is as stated.</summary>
    /// <exception cref="FormatException">The part is missing, too large, damaged or not as stated.</exception>
    public static byte[] Read(ModelLoadContext context, StatedPart part)
    {
        _ = Stored(context, part);
        try
        {
            using var entry = context.Repository.OpenEntryOrNull(context.Directory, part.Name);
            var found = entry.Stream.Length;
            if (found != part.Length)
                throw new FormatException($"'{part.Name}' has {part.Length} bytes, got {found}.");
            var bytes = new byte[found];
            entry.Stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw new FormatException($"'{part.Name}' has {part.Length} bytes, got a damaged zip entry.", error);
        }
    }

    /// <summary>The bytes of a part of which nothing is stated.</summary>
    /// <param name="context">The file.</param>
    /// <param name="name">The part.</param>
    /// <param name="limit">Bytes that it has at most.</param>
    /// <exception cref="FormatException">The part is missing, too large or damaged.</exception>
    public static byte[] ReadUpTo(ModelLoadContext context, string name, long limit)
    {
        var length = context.Repository is { } repository
            ? Find(repository, Path.Combine(context.Directory ?? "", name))?.Length
            : null;
        return length switch
        {
            null => throw new FormatException($"'{name}' is a part of the model, got no such part."),
            var some when some > limit => throw new FormatException(
                $"'{name}' has at most {limit} bytes, got an entry of {some}."),
            { } some => Read(context, new StatedPart(name, some)),
        };
    }

    /// <summary>How many bytes a part takes in the file, compressed; nothing is unpacked.</summary>
    /// <exception cref="FormatException">The part is missing or not as stated.</exception>
    public static long Stored(ModelLoadContext context, StatedPart part)
    {
        if (context.Repository is not { } repository)
            throw new FormatException($"'{part.Name}' is a part of a zip file, got a single stream.");
        return CheckDeclared(repository, Path.Combine(context.Directory ?? "", part.Name), part);
    }

    // Before ML.NET unpacks the entry to disk, whose size would be the file's to choose.
    private static long CheckDeclared(RepositoryReader repository, string path, StatedPart part)
    {
        var entry = Find(repository, path)
            ?? throw new FormatException($"'{part.Name}' has {part.Length} bytes, got no such part.");
        ZipPart.Require(entry, part.Name, part.Length);
        return entry.CompressedLength;
    }

    private static ZipArchiveEntry? Find(RepositoryReader repository, string path) =>
        Entries(repository).FirstOrDefault(pair => Slashes(pair.Key) == Slashes(path)).Value;

    private static string Slashes(string path) => path.Replace('\\', '/');

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_entries")]
    private static extern ref Dictionary<string, ZipArchiveEntry> Entries(RepositoryReader repository);
}
