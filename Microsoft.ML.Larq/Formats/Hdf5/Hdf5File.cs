namespace Microsoft.ML.Larq.Formats.Hdf5;

/// <summary>
/// The part of HDF5 that a file of weights is made of, read from one stream: groups, attributes, data in one piece.
/// </summary>
/// <remarks>
/// <para>
/// HDF5 has ways to name other files: lists of external files, external links, virtual data sets, drivers of several
/// files. None is followed, whatever the name, and the error says so. Nothing here opens another file.
/// </para>
/// <para>
/// Every group and header is read once, and what is asked of the file has an end (<see cref="Hdf5Source"/>).
/// Format: <see href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html"/>.
/// </para>
/// </remarks>
internal sealed class Hdf5File
{
    private readonly Dictionary<ulong, Hdf5Object> _objects = [];
    private readonly int _offsetSize;
    private readonly int _lengthSize;

    private Hdf5File(Hdf5Source source, int offsetSize, int lengthSize)
    {
        (Source, _offsetSize, _lengthSize) = (source, offsetSize, lengthSize);
        if (offsetSize is not (2 or 4 or 8) || lengthSize is not (2 or 4 or 8))
            throw new FormatException($"Its HDF5 has addresses of {offsetSize} and sizes of {lengthSize} bytes.");
        Texts = new Hdf5Texts(this);
    }

    public Hdf5Source Source { get; }

    /// <summary>Texts of any length, which stand in heaps of their own.</summary>
    public Hdf5Texts Texts { get; }

    public Hdf5Object Root { get; private set; } = null!;

    /// <summary>How many bytes an address has.</summary>
    public int OffsetSize => _offsetSize;

    /// <summary>How many bytes a size has.</summary>
    public int LengthSize => _lengthSize;

    /// <summary>Opens a file, of which the stream holds the whole.</summary>
    /// <exception cref="FormatException">It is damaged, or of a version that is not known.</exception>
    public static Hdf5File Open(Hdf5Source source)
    {
        var head = source.Read(0, (ulong)Math.Min(source.Length, 128));
        head.Skip(8);
        var version = head.Byte();
        return version switch
        {
            0 or 1 => Old(source, head, version),
            2 or 3 => New(source, head),
            _ => throw new FormatException($"Its HDF5 begins in version 0 to 3, got {version}."),
        };
    }

    public ulong Offset(Hdf5Bytes bytes) => bytes.Number(_offsetSize);

    public ulong Size(Hdf5Bytes bytes) => bytes.Number(_lengthSize);

    /// <summary>Whether an address says that there is nothing.</summary>
    public bool IsNowhere(ulong address) => address == ulong.MaxValue >> (64 - (8 * _offsetSize));

    public Hdf5Object At(ulong address)
    {
        Source.Ask(0);
        if (!_objects.TryGetValue(address, out var known))
            _objects.Add(address, known = new Hdf5Object(this, Hdf5Header.Read(this, address)));
        return known;
    }

    private static Hdf5File Old(Hdf5Source source, Hdf5Bytes head, int version)
    {
        head.Skip(4);
        var file = new Hdf5File(source, head.Byte(), head.Byte());
        head.Skip(version == 0 ? 9 : 13);
        source.Base = file.Offset(head);
        head.Skip(3 * file._offsetSize);
        // The root's entry in a table that is not there: its name, its header.
        head.Skip(file._offsetSize);
        file.Root = file.At(file.Offset(head));
        return file;
    }

    private static Hdf5File New(Hdf5Source source, Hdf5Bytes head)
    {
        var file = new Hdf5File(source, head.Byte(), head.Byte());
        head.Skip(1);
        source.Base = file.Offset(head);
        head.Skip(2 * file._offsetSize);
        file.Root = file.At(file.Offset(head));
        return file;
    }
}
