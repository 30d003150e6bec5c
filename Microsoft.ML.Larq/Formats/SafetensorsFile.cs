using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Microsoft.ML.Larq.Formats;

/// <summary>
/// Named tensors and notes in the open safetensors format, which other tools read and write. Immutable.
/// </summary>
/// <remarks>
/// <para>Layout: the header's length as 8 bytes, little-endian; the header, JSON from tensor names to
/// <c>dtype</c>, <c>shape</c> and <c>data_offsets</c> with an optional <c>__metadata__</c> of strings; then all data,
/// without holes.</para>
/// <para><see href="https://huggingface.co/docs/safetensors/index"/>.</para>
/// </remarks>
public sealed class SafetensorsFile
{
    private const int Alignment = 8;

    /// <summary>Collects tensors and notes.</summary>
    /// <param name="tensors">The tensors by name.</param>
    /// <param name="metadata">Notes by name; null for none.</param>
    /// <exception cref="ArgumentException">Two have one name, or a tensor is called <c>__metadata__</c>.</exception>
    public SafetensorsFile(
        IEnumerable<KeyValuePair<string, SafetensorsTensor>> tensors,
        IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        Tensors = Distinct(tensors, "tensors", nameof(tensors));
        Metadata = Distinct(metadata ?? [], "notes", nameof(metadata));
        if (Tensors.ContainsKey(SafetensorsHeader.Metadata))
            throw new ArgumentException($"A tensor cannot be called '{SafetensorsHeader.Metadata}'.", nameof(tensors));
    }

    /// <summary>The tensors by name, in ordinal order.</summary>
    public IReadOnlyDictionary<string, SafetensorsTensor> Tensors { get; }

    /// <summary>The notes by name, in ordinal order.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads a whole file; nothing in it is believed before it is checked.</summary>
    /// <param name="file">The file's bytes; the tensors are views of them, so they must not change afterwards.</param>
    /// <exception cref="FormatException">It is not such a file; the message says what is wrong.</exception>
    public static SafetensorsFile Read(ReadOnlyMemory<byte> file) => Read(file, SafetensorsHeader.MaximalLength);

    /// <summary>The same of a file whose header is known to have no more than so many bytes.</summary>
    internal static SafetensorsFile Read(ReadOnlyMemory<byte> file, long mostHeader)
    {
        if (file.Length < sizeof(ulong)) throw Invalid($"it has at least {sizeof(ulong)} bytes, got {file.Length}");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(file.Span);
        var most = Math.Min(
            file.Length - sizeof(ulong), Math.Min(mostHeader, SafetensorsHeader.MaximalLength));
        if (length > (ulong)most) throw Invalid($"its header has at most {most} bytes, got a length of {length}");
        var header = file.Slice(sizeof(ulong), (int)length);
        return SafetensorsHeader.Read(header, file[(sizeof(ulong) + header.Length)..]);
    }

    /// <summary>The whole file; equal content gives equal bytes.</summary>
    /// <returns>Tensors of wider elements come first, so that each is aligned, then by name in ordinal order.</returns>
    /// <exception cref="InvalidOperationException">The file or its header would be too large.</exception>
    public byte[] ToBytes()
    {
        var ordered = Tensors
            .OrderByDescending(tensor => SafetensorsType.Width(tensor.Value.DataType))
            .ThenBy(tensor => tensor.Key, StringComparer.Ordinal)
            .ToArray();
        var header = SafetensorsHeader.Write(ordered, Metadata);
        var padded = (header.Length + Alignment - 1) / Alignment * Alignment;
        var size = sizeof(ulong) + padded + ordered.Sum(tensor => (long)tensor.Value.Data.Length);
        if (padded > SafetensorsHeader.MaximalLength || size > Array.MaxLength)
        {
            throw new InvalidOperationException(
                $"A safetensors file here has at most {Array.MaxLength} bytes with a header of at most "
                + $"{SafetensorsHeader.MaximalLength}, got {size} with {padded}.");
        }

        var file = new byte[size];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)padded);
        header.CopyTo(file.AsSpan(sizeof(ulong)));
        file.AsSpan(sizeof(ulong) + header.Length, padded - header.Length).Fill((byte)' ');
        var position = sizeof(ulong) + padded;
        foreach (var (_, tensor) in ordered)
        {
            tensor.Data.CopyTo(file.AsMemory(position));
            position += tensor.Data.Length;
        }

        return file;
    }

    internal static FormatException Invalid(string message, Exception? inner = null) =>
        new($"Not a valid safetensors file: {message}.", inner);

    private static ImmutableSortedDictionary<string, T> Distinct<T>(
        IEnumerable<KeyValuePair<string, T>> entries, string what, string parameter)
        where T : class
    {
        var builder = ImmutableSortedDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);
        foreach (var (name, value) in entries)
        {
            if (name is null) throw new ArgumentException($"Among the {what} a name is null.", parameter);
            if (value is null) throw new ArgumentException($"'{name}' is null.", parameter);
            if (builder.ContainsKey(name)) throw new ArgumentException($"Two {what} are called '{name}'.", parameter);
            builder.Add(name, value);
        }

        return builder.ToImmutable();
    }
}
