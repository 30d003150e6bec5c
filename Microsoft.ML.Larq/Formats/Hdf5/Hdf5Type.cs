namespace Microsoft.ML.Larq.Formats.Hdf5;

/// <summary>What one element of data is.</summary>
/// <param name="Class">The kind, by HDF5's number.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Name">As numpy calls it, <c>float32</c>; else the kind.</param>
/// <param name="Bits">Bits whose meaning depends on the kind.</param>
internal sealed record Hdf5Type(int Class, uint Size, string Name, uint Bits)
{
    private const int Whole = 0;
    private const int Floating = 1;
    private const int Text = 3;
    private const int Variable = 9;

    private static readonly string[] Names =
    [
        "FixedPoint", "FloatingPoint", "Time", "String", "BitField", "Opaque", "Compound", "Reference", "Enumerated",
        "VariableLength", "Array",
    ];

    public bool IsText => Class == Text || IsVariableText;

    /// <summary>Whether it is a text of any length.</summary>
    public bool IsVariableText => Class == Variable && (Bits & 15) == 1;

    /// <summary>Whether spaces fill up a text, not zeros.</summary>
    public bool HasSpaces => Class == Text && (Bits & 15) == 2;

    /// <summary>Whether the first byte of a number is the highest.</summary>
    public bool IsBigEndian => Class is Whole or Floating && (Bits & 1) != 0;

    /// <summary>Whether it is a floating number of four bytes that is not laid out as float32.</summary>
    public bool IsOddSingle => Class == Floating && Size == 4 && Name != "float32";

    public static Hdf5Type Read(Hdf5Bytes bytes)
    {
        var kind = bytes.Byte() & 15;
        var bits = (uint)bytes.Number(3);
        var size = bytes.UInt32();
        var name = kind < Names.Length ? Names[kind] : $"class {kind}";
        return kind switch
        {
            Whole => new(kind, size, $"{((bits & 8) == 0 ? "uint" : "int")}{size * 8L}", bits),
            Floating => new(kind, size, Float(bytes, bits, size), bits),
            _ => new(kind, size, name, bits),
        };
    }

    private static string Float(Hdf5Bytes bytes, uint bits, uint size)
    {
        var name = $"float{size * 8L}";
        if (size != 4) return name;
        var isVax = (bits & 0x41) == 0x41;
        var sign = (bits >> 8) & 0xff;
        var hasLeadingOne = ((bits >> 4) & 3) == 2;
        var (start, precision) = (bytes.UInt16(), bytes.UInt16());
        var fields = (bytes.Byte(), bytes.Byte(), bytes.Byte(), bytes.Byte());
        var bias = bytes.UInt32();
        return !isVax && sign == 31 && hasLeadingOne && start == 0 && precision == 32 && fields == (23, 8, 0, 23)
            && bias == 127
            ? name
            : $"{name} of another layout than IEEE 754's";
    }
}
