using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Larq.Formats.Hdf5;

/// <summary>A data set: what it is made of, and its numbers where they stand in the file in one piece.</summary>
internal sealed class Hdf5Data
{
    private const int Compact = 0;
    private const int Contiguous = 1;
    private const int Virtual = 3;

    private static readonly string[] Ways = ["Compact", "Contiguous", "Chunked", "Virtual"];

    private readonly Hdf5File _file;
    private readonly byte[]? _compact;
    private readonly ulong _address;
    private readonly bool _hasExternalFiles;
    private readonly Hdf5Object _owner;

    public Hdf5Data(Hdf5File file, Hdf5Object owner, Hdf5Message layout)
    {
        (_file, _owner) = (file, owner);
        var type = owner.Message(Hdf5Message.DataType)
            ?? throw new FormatException("Its HDF5 has data without a type.");
        Type = Hdf5Type.Read(Hdf5Message.OpenType(file, type.IsShared, type.Content));
        var space = owner.Message(Hdf5Message.Space) ?? throw new FormatException("Its HDF5 has data without a size.");
        Sizes = Hdf5Space.Read(file, space.Open());
        _hasExternalFiles = owner.Message(Hdf5Message.ExternalFiles) is not null;
        var bytes = layout.Open();
        var version = bytes.Byte();
        if (version is < 1 or > 5) throw new FormatException($"Its HDF5 has data laid out in version {version}.");
        if (version < 3)
        {
            int rank = bytes.Byte();
            Class = bytes.Byte();
            bytes.Skip(5);
            if (Class != Compact) _address = file.Offset(bytes);
            bytes.Skip(4 * rank);
            if (Class == Compact) _compact = bytes.Take((ulong)bytes.UInt32()).ToArray();
            return;
        }

        Class = bytes.Byte();
        if (Class == Compact) _compact = bytes.Take(bytes.UInt16()).ToArray();
        else if (Class == Contiguous) _address = file.Offset(bytes);
    }

    public Hdf5Type Type { get; }

    public ImmutableArray<ulong> Sizes { get; }

    /// <summary>How the data are kept.</summary>
    public string Way => _hasExternalFiles ? "External" : Class < Ways.Length ? Ways[Class] : $"{Class}";

    public bool IsInOnePiece => Class is Compact or Contiguous;

    /// <summary>Whether the data, or where they are, stand in other files.</summary>
    public bool HasOtherFiles => _hasExternalFiles || Class == Virtual;

    private int Class { get; }

    /// <summary>Numbers of four bytes in this machine's order.</summary>
    /// <param name="count">How many there are, which is what the sizes say.</param>
    public float[] Singles(int count)
    {
        if (count == 0) return [];
        var numbers = new float[count];
        var bytes = MemoryMarshal.AsBytes(numbers.AsSpan());
        if (_compact is not null) new Hdf5Bytes(_compact).Take(bytes.Length).CopyTo(bytes);
        else if (!_file.IsNowhere(_address)) _file.Source.Fill(_address, bytes);
        else if (Hdf5Fill.Read(_owner) is { Length: sizeof(float) } fill) Repeat(fill, bytes);
        var bits = MemoryMarshal.Cast<float, uint>(numbers.AsSpan());
        if (Type.IsBigEndian == BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(bits, bits);
        return numbers;
    }

    private static void Repeat(ReadOnlySpan<byte> element, Span<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; at += element.Length) element.CopyTo(bytes[at..]);
    }
}
