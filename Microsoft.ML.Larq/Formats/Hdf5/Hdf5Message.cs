namespace Microsoft.ML.Larq.Formats.Hdf5;

/// <summary>One message of an object's header.</summary>
/// <param name="Type">What it is about: one of the constants; others are ignored.</param>
/// <param name="Flags">Bit 1: its content stands elsewhere.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record Hdf5Message(int Type, byte Flags, byte[] Content)
{
    public const int Space = 0x1;
    public const int LinkInfo = 0x2;
    public const int DataType = 0x3;
    public const int OldFill = 0x4;
    public const int Fill = 0x5;
    public const int Link = 0x6;
    public const int ExternalFiles = 0x7;
    public const int Layout = 0x8;
    public const int Attribute = 0xc;
    public const int SymbolTable = 0x11;
    public const int AttributeInfo = 0x15;

    public bool IsShared => (Flags & 2) != 0;

    /// <summary>Its bytes, read from the first.</summary>
    /// <exception cref="FormatException">They stand elsewhere.</exception>
    public Hdf5Bytes Open() => IsShared
        ? throw new FormatException($"Its HDF5 shares a message of type {Type}, which only data types may here.")
        : new Hdf5Bytes(Content);

    /// <summary>The bytes of a data type, which may be one that has a name in the file.</summary>
    public static Hdf5Bytes OpenType(Hdf5File file, bool isShared, byte[] content)
    {
        var bytes = new Hdf5Bytes(content);
        if (!isShared) return bytes;
        var version = bytes.Byte();
        var type = bytes.Byte();
        if (version == 1) bytes.Skip(6);
        else if (version is not (2 or 3) || type is not (0 or 2))
            throw new FormatException($"Its HDF5 shares a data type in version {version}, way {type}.");
        var named = file.At(file.Offset(bytes)).Message(DataType)
            ?? throw new FormatException("Its HDF5 shares a data type that is not there.");
        return named.Open();
    }
}
