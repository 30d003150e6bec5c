namespace Microsoft.ML.Larq.Formats.Hdf5;

/// <summary>An entry of a group.</summary>
/// <param name="Address">Where the object is.</param>
/// <param name="Path">The path of another entry, where that stands instead of an address; else null.</param>
/// <param name="IsElsewhere">Whether it is in another file, or a link that only another program can follow.</param>
internal readonly record struct Hdf5Link(ulong Address, string? Path = null, bool IsElsewhere = false)
{
    private const int Hard = 0;
    private const int Soft = 1;

    /// <summary>Reads a link as newer files write it.</summary>
    public static (string Name, Hdf5Link Link) Read(Hdf5File file, Hdf5Bytes bytes)
    {
        var version = bytes.Byte();
        if (version != 1) throw new FormatException($"Its HDF5 has a link of version 1, got {version}.");
        var flags = bytes.Byte();
        var type = (flags & 8) != 0 ? bytes.Byte() : Hard;
        if ((flags & 4) != 0) bytes.Skip(8);
        if ((flags & 16) != 0) bytes.Skip(1);
        var name = Hdf5Bytes.Decode(bytes.Take(bytes.Number(1 << (flags & 3))));
        file.Source.Ask(name.Length);
        return (name, type switch
        {
            Hard => new Hdf5Link(file.Offset(bytes)),
            Soft => new Hdf5Link(0, Hdf5Bytes.Decode(bytes.Take(bytes.UInt16()))),
            _ => new Hdf5Link(0, IsElsewhere: true),
        });
    }
}
