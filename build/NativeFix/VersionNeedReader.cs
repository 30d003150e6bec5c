namespace Larq.NativeFix;

/// <summary>Reads the version needs of an ELF file: a chain of libraries, each with a chain of versions.</summary>
internal static class VersionNeedReader
{
    // Elf64_Verneed: vn_version 2, vn_cnt 2, vn_file 4, vn_aux 4, vn_next 4 bytes.
    // Elf64_Vernaux: vna_hash 4, vna_flags 2, vna_other 2, vna_name 4, vna_next 4 bytes.
    private const ulong RecordSize = 16;

    public static IReadOnlyList<VersionNeed> Read(ElfFile elf) =>
        [.. elf.Sections.Where(s => s.Type == ElfSection.VersionNeeds).SelectMany(s => ReadSection(elf, s))];

    private static List<VersionNeed> ReadSection(ElfFile elf, ElfSection section)
    {
        elf.CheckInside(section);
        var names = elf.Section(section.Link, $"sh_link of '{section.Name}'");
        var needs = new List<VersionNeed>();

        var library = 0ul;
        for (var i = 0u; i < section.Info; i++)
        {
            var at = Record(section, library);
            var version = elf.UInt16(at, "vn_version");
            if (version != 1)
                throw new RefusedException($"version needs of format 1 in '{section.Name}'", $"format {version}");

            var file = elf.Text(names, elf.UInt32(at + 4, "vn_file"));
            var entry = library + elf.UInt32(at + 8, "vn_aux");
            var count = elf.UInt16(at + 2, "vn_cnt");
            for (var j = 0; j < count; j++)
            {
                var need = ReadEntry(elf, names, file, Record(section, entry));
                needs.Add(need);
                // Chains of a crooked file may run through the same bytes again and again.
                if ((ulong)needs.Count > section.Size / RecordSize)
                    throw new RefusedException(
                        $"at most {section.Size / RecordSize} records in '{section.Name}'", "more");
                entry = Next(elf, section, entry, last: j + 1 == count);
            }
            library = Next(elf, section, library, last: i + 1 == section.Info);
        }
        return needs;
    }

    private static VersionNeed ReadEntry(ElfFile elf, ElfSection names, string library, ulong at) => new(
        library,
        elf.Text(names, elf.UInt32(at + 8, "vna_name")),
        elf.UInt32(at, "vna_hash"),
        elf.UInt16(at + 4, "vna_flags"),
        elf.UInt16(at + 6, "vna_other"),
        FlagsOffset: at + 4);

    private static ulong Record(ElfSection section, ulong inside) =>
        section.Size >= RecordSize && inside <= section.Size - RecordSize
            ? section.Offset + inside
            : throw new RefusedException(
                $"a record inside the {section.Size} bytes of '{section.Name}'", $"one at offset {inside}");

    // Both kinds of record end with the distance to the next one, and 0 in the last.
    private static ulong Next(ElfFile elf, ElfSection section, ulong record, bool last)
    {
        var distance = elf.UInt32(section.Offset + record + 12, "distance to the next record");
        if (last != (distance == 0) || (!last && distance < RecordSize))
            throw new RefusedException(
                $"'{section.Name}' to link {(last ? "no record" : "a record")} after offset {record}",
                $"distance {distance}");
        return record + distance;
    }
}
