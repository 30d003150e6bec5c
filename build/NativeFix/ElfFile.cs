using System.Buffers.Binary;
using System.Text;

namespace Larq.NativeFix;

/// <summary>A 64-bit little-endian ELF file: its sections, and reads that cannot leave the file.</summary>
internal sealed class ElfFile
{
    private const int HeaderSize = 64;
    private const int SectionHeaderSize = 64;

    // 0x7f "ELF", class 2 (64 bits), data 1 (little endian), version 1.
    private static readonly byte[] Magic = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1];

    private readonly byte[] _bytes;

    public ElfFile(byte[] bytes)
    {
        _bytes = bytes;
        var magic = Bytes(0, Magic.Length, "ELF identification");
        if (!magic.SequenceEqual(Magic))
            throw new RefusedException(
                $"a 64-bit little-endian ELF file, which begins {Convert.ToHexStringLower(Magic)}",
                Convert.ToHexStringLower(magic));

        Bytes(0, HeaderSize, "ELF header");
        Sections = ReadSections();
    }

    public IReadOnlyList<ElfSection> Sections { get; }

    public ushort UInt16(ulong offset, string what) =>
        BinaryPrimitives.ReadUInt16LittleEndian(Bytes(offset, sizeof(ushort), what));

    public uint UInt32(ulong offset, string what) =>
        BinaryPrimitives.ReadUInt32LittleEndian(Bytes(offset, sizeof(uint), what));

    public ulong UInt64(ulong offset, string what) =>
        BinaryPrimitives.ReadUInt64LittleEndian(Bytes(offset, sizeof(ulong), what));

    /// <summary>The section at an index that another structure names.</summary>
    public ElfSection Section(uint index, string namedBy) => index < Sections.Count
        ? Sections[(int)index]
        : throw new RefusedException($"{namedBy} to name one of {Sections.Count} sections", $"{index}");

    /// <summary>The zero-terminated text at an offset into a string table.</summary>
    public string Text(ElfSection table, ulong offset)
    {
        CheckInside(table);
        return Text(table.Offset, table.Size, offset, table.Name);
    }

    /// <summary>Throws unless the whole section lies in the file.</summary>
    public void CheckInside(ElfSection section)
    {
        if (section.Offset > Length || section.Size > Length - section.Offset)
            throw new RefusedException(
                $"section '{section.Name}' inside the file of {Length} bytes",
                $"{section.Size} bytes at offset {section.Offset}");
    }

    private ulong Length => (ulong)_bytes.LongLength;

    private ElfSection[] ReadSections()
    {
        var table = UInt64(0x28, "e_shoff");
        var rowSize = UInt16(0x3a, "e_shentsize");
        var count = UInt16(0x3c, "e_shnum");
        var names = UInt16(0x3e, "e_shstrndx");
        if (rowSize != SectionHeaderSize || count == 0 || names >= count)
            throw new RefusedException(
                $"section headers of {SectionHeaderSize} bytes, their names among them",
                $"{count} headers of {rowSize} bytes, names in section {names}");

        Bytes(table, count * SectionHeaderSize, "section headers");
        var namesRow = table + (ulong)(names * SectionHeaderSize);
        return [.. Enumerable.Range(0, count)
            .Select(i => ReadSection(table + (ulong)(i * SectionHeaderSize), namesRow))];
    }

    private ElfSection ReadSection(ulong row, ulong namesRow) => new(
        Text(UInt64(namesRow + 0x18, "sh_offset"), UInt64(namesRow + 0x20, "sh_size"),
            UInt32(row, "sh_name"), "section names"),
        Type: UInt32(row + 0x04, "sh_type"),
        Flags: UInt64(row + 0x08, "sh_flags"),
        Offset: UInt64(row + 0x18, "sh_offset"),
        Size: UInt64(row + 0x20, "sh_size"),
        Link: UInt32(row + 0x28, "sh_link"),
        Info: UInt32(row + 0x2c, "sh_info"),
        EntrySize: UInt64(row + 0x38, "sh_entsize"));

    private string Text(ulong tableOffset, ulong tableSize, ulong offset, string table)
    {
        if (offset >= tableSize || tableSize > int.MaxValue)
            throw new RefusedException($"a name inside the {tableSize} bytes of {table}", $"offset {offset}");

        var rest = Bytes(tableOffset, (int)tableSize, table)[(int)offset..];
        var end = rest.IndexOf((byte)0);
        return end >= 0
            ? Encoding.UTF8.GetString(rest[..end])
            : throw new RefusedException($"a terminated name at offset {offset} of {table}", "none");
    }

    private ReadOnlySpan<byte> Bytes(ulong offset, int length, string what) =>
        offset <= Length && (ulong)length <= Length - offset
            ? _bytes.AsSpan((int)offset, length)
            : throw new RefusedException(
                $"{length} bytes of {what} at offset {offset}", $"a file of {Length} bytes");
}
