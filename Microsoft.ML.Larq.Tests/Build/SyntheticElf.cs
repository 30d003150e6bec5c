using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML.Larq.Tests.Build;

/// <summary>
/// Writes a small shared library with one version need, one symbol and one relocation, straight from the gABI.
/// </summary>
/// <remarks>The layout is fixed, so tests know where everything lies; the section headers are the file's end.</remarks>
internal sealed record SyntheticElf
{
    // vna_hash of GLIBCXX_3.4.32 in TorchSharp 0.107.0's libLibTorchSharp.so, at 0x3fa30, as its linker wrote it.
    public const uint Glibcxx3432Hash = 0x0297f842;

    public const int SymbolNames = 0x40, Symbols = 0xc0, Versions = 0x108, Needs = 0x110, Relocations = 0x160;
    public const int SectionNames = 0x190, SectionHeaders = 0x1d0, Size = SectionHeaders + (7 * 64);
    public const int FlagsOffset = Needs + 16 + 16 + 4;

    public string Library { get; init; } = "libstdc++.so.6";
    public string Version { get; init; } = "GLIBCXX_3.4.32";
    public uint Hash { get; init; } = Glibcxx3432Hash;
    public ushort Flags { get; init; }

    /// <summary>
    /// The symbol that each of two relocations refers to: 1 is of version 2, 2 of the version in question.
    /// </summary>
    public uint RelocatedSymbol { get; init; } = 1;

    /// <summary>4 is SHT_RELA, 9 is SHT_REL.</summary>
    public uint RelocationType { get; init; } = 4;

    /// <summary>How often the version in question is asked for.</summary>
    public ushort Entries { get; init; } = 1;

    public byte[] Write()
    {
        var file = new byte[Size];
        byte[] identification = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];
        identification.CopyTo(file, 0);
        U16(file, 0x10, 3, 62);                                   // ET_DYN, EM_X86_64
        U32(file, 0x14, 1);
        U64(file, 0x28, SectionHeaders);
        U16(file, 0x34, 64, 56, 0, 64, 7, 6);

        Text(file, SymbolNames, "\0other\0init\0" + Library + "\0" + Version + "\0OLD_1\0");
        var library = 12;
        var version = library + Library.Length + 1;
        var old = version + Version.Length + 1;

        U32(file, Symbols + 24, 1);                               // symbol 1: "other"
        U32(file, Symbols + 48, 7);                               // symbol 2: "init"
        U16(file, Versions, 0, 2, 0x8012);                        // the last is 18, and hidden

        U16(file, Needs, 1, (ushort)(1 + Entries));
        U32(file, Needs + 4, (uint)library, 16, 0);
        Need(file, Needs + 16, 0x0abcdef1, 0, 2, old, 16);
        Need(file, Needs + 32, Hash, Flags, 18, version, Entries > 1 ? 16u : 0);
        if (Entries > 1)
            Need(file, Needs + 48, Hash, Flags, 18, version, 0);

        var row = RelocationType == 4 ? 24 : 16;
        U64(file, Relocations + 8, ((ulong)1 << 32) | 7);
        U64(file, Relocations + row + 8, ((ulong)RelocatedSymbol << 32) | 7);

        Text(file, SectionNames, "\0.dynstr\0.dynsym\0.versym\0.needs\0.rel\0.names\0");
        Header(file, 1, 1, 3, SymbolNames, 0x80, 0, 0, 0);
        Header(file, 2, 9, 11, Symbols, 72, 1, 1, 24);
        Header(file, 3, 17, 0x6fffffff, Versions, 6, 2, 0, 2);
        Header(file, 4, 25, 0x6ffffffe, Needs, 48 + (16 * Entries), 1, 1, 0);
        Header(file, 5, 32, RelocationType, Relocations, 2 * row, 2, 0, row);
        Header(file, 6, 37, 3, SectionNames, 0x40, 0, 0, 0);
        return file;
    }

    private static void Header(
        byte[] file, int index, int name, uint type, int offset, int size, int link, int info, int row)
    {
        var at = SectionHeaders + (index * 64);
        U32(file, at, (uint)name, type);
        U64(file, at + 8, 2, (ulong)offset, (ulong)offset, (ulong)size);
        U32(file, at + 40, (uint)link, (uint)info);
        U64(file, at + 48, 8, (ulong)row);
    }

    private static void Need(byte[] file, int at, uint hash, ushort flags, ushort index, int name, uint next)
    {
        U32(file, at, hash);
        U16(file, at + 4, flags, index);
        U32(file, at + 8, (uint)name, next);
    }

    private static void Text(byte[] file, int at, string text) => Encoding.ASCII.GetBytes(text).CopyTo(file, at);

    private static void U16(byte[] file, int at, params ushort[] values)
    {
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at + (2 * i)), values[i]);
    }

    private static void U32(byte[] file, int at, params uint[] values)
    {
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at + (4 * i)), values[i]);
    }

    private static void U64(byte[] file, int at, params ulong[] values)
    {
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at + (8 * i)), values[i]);
    }
}
