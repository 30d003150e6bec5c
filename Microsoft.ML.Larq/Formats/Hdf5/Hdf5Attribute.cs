using System.Collections.Immutable;

namespace Microsoft.ML.Larq.Formats.Hdf5;

/// <summary>A small list that belongs to an object.</summary>
internal sealed class Hdf5Attribute
{
    private readonly Hdf5File _file;
    private readonly Hdf5Type _type;
    private readonly ImmutableArray<ulong> _sizes;
    private readonly byte[] _data;

    public Hdf5Attribute(Hdf5File file, Hdf5Bytes bytes)
    {
        _file = file;
        var version = bytes.Byte();
        if (version is < 1 or > 3)
            throw new FormatException($"Its HDF5 has an attribute of version 1 to 3, got {version}.");
        var flags = bytes.Byte();
        var (nameSize, typeSize, spaceSize) = (bytes.UInt16(), bytes.UInt16(), bytes.UInt16());
        if (version == 3) bytes.Skip(1);
        Name = Hdf5Bytes.Decode(Part(nameSize));
        var type = Part(typeSize);
        var space = Part(spaceSize);
        if (version > 1 && (flags & 2) != 0) throw new FormatException($"Its HDF5 shares the size of '{Name}'.");
        _type = Hdf5Type.Read(Hdf5Message.OpenType(file, version > 1 && (flags & 1) != 0, type));
        _sizes = Hdf5Space.Read(file, new Hdf5Bytes(space));
        _data = bytes.Take(bytes.Left).ToArray();

        byte[] Part(int size)
        {
            var at = bytes.Position;
            var part = bytes.Take(size).ToArray();
            // The last part of a message may lack its padding.
            if (version == 1) bytes.Skip(Math.Min((8 - (size & 7)) & 7, bytes.Left));
            return part;
        }
    }

    public string Name { get; }

    /// <summary>Its texts; none where it has no elements, whatever they would be.</summary>
    /// <exception cref="FormatException">It has something else than texts, or more than the file holds.</exception>
    public string[] Texts()
    {
        if (_sizes.Contains(0UL)) return [];
        if (!_type.IsText) throw new FormatException($"List '{Name}' is of texts, got {_type.Name}.");
        var count = _sizes.Aggregate(
            (UInt128)1, (product, size) => product > uint.MaxValue ? product : product * size);
        if (count * Math.Max(_type.Size, 1) > (UInt128)_data.Length)
            throw new FormatException($"List '{Name}' of {count} texts is larger than what the file holds.");
        var texts = new string[(int)count];
        var bytes = new Hdf5Bytes(_data);
        for (var i = 0; i < texts.Length; i++)
        {
            var text = bytes.Take((int)_type.Size);
            _file.Source.Ask(text.Length);
            var read = _type.IsVariableText ? _file.Texts.Read(text) : Hdf5Bytes.Decode(text);
            texts[i] = _type.HasSpaces ? read.TrimEnd(' ') : read;
        }

        return texts;
    }
}
