namespace Larq.NativeFix;

/// <summary>Which symbols of one version the dynamic linker would have to find.</summary>
internal static class SymbolUse
{
    private const int SymbolSize = 24;
    private const int VersionSize = 2;

    // The top bit of a symbol's version says "hidden"; the rest is the version's index.
    private const int IndexMask = 0x7fff;

    private static readonly uint[] UnreadRelocations =
        [ElfSection.CompactRelocations, ElfSection.AndroidRel, ElfSection.AndroidRela];

    /// <summary>Throws when a relocation refers to a symbol of the version with this index.</summary>
    public static void CheckUnused(ElfFile elf, VersionNeed need)
    {
        var versions = Only(elf, ElfSection.VersionSymbols, VersionSize, "a table of symbol versions");
        var symbols = Only(elf, ElfSection.DynamicSymbols, SymbolSize, "a table of dynamic symbols");
        var count = symbols.Size / SymbolSize;
        if (versions.Size / VersionSize != count)
            throw new RefusedException(
                $"one version for each of {count} dynamic symbols", $"{versions.Size / VersionSize}");

        var names = elf.Section(symbols.Link, $"sh_link of '{symbols.Name}'");
        foreach (var table in elf.Sections.Where(s => s.IsLoaded))
        {
            foreach (var symbol in Symbols(elf, table))
            {
                if (symbol >= count)
                    throw new RefusedException(
                        $"relocations in '{table.Name}' to refer to one of {count} symbols", $"symbol {symbol}");

                var version = elf.UInt16(versions.Offset + ((ulong)symbol * VersionSize), "symbol version");
                if ((version & IndexMask) == (need.Index & IndexMask))
                    throw new RefusedException(
                        $"no relocation to refer to a symbol of {need.Name}",
                        $"one in '{table.Name}' that refers to '{Name(elf, symbols, names, symbol)}'");
            }
        }
    }

    // Elf64_Rela is r_offset, r_info, r_addend; Elf64_Rel lacks the last. r_info's upper half is the symbol.
    private static IEnumerable<uint> Symbols(ElfFile elf, ElfSection table)
    {
        if (UnreadRelocations.Contains(table.Type))
            throw new RefusedException("relocations of type RELA or REL", $"type 0x{table.Type:x} in '{table.Name}'");
        if (table.Type is not (ElfSection.Rela or ElfSection.Rel))
            yield break;

        var rowSize = table.Type == ElfSection.Rela ? 24u : 16u;
        CheckRows(elf, table, rowSize);
        for (var row = 0ul; row < table.Size; row += rowSize)
            yield return (uint)(elf.UInt64(table.Offset + row + 8, "r_info") >> 32);
    }

    private static ElfSection Only(ElfFile elf, uint type, uint rowSize, string what)
    {
        var found = elf.Sections.Where(s => s.Type == type).ToArray();
        if (found.Length != 1)
            throw new RefusedException(what, $"{found.Length} of them");
        CheckRows(elf, found[0], rowSize);
        return found[0];
    }

    private static void CheckRows(ElfFile elf, ElfSection table, uint rowSize)
    {
        elf.CheckInside(table);
        if (table.EntrySize != rowSize || table.Size % rowSize != 0)
            throw new RefusedException(
                $"'{table.Name}' in rows of {rowSize} bytes", $"{table.Size} bytes in rows of {table.EntrySize}");
    }

    private static string Name(ElfFile elf, ElfSection symbols, ElfSection names, uint symbol) =>
        elf.Text(names, elf.UInt32(symbols.Offset + ((ulong)symbol * SymbolSize), "st_name"));
}
