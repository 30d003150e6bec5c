namespace Larq.NativeFix;

/// <summary>One row of an ELF64 section header table (System V gABI, "Section Header").</summary>
internal readonly record struct ElfSection(
    string Name, uint Type, ulong Flags, ulong Offset, ulong Size, uint Link, uint Info, ulong EntrySize)
{
    public const uint Rela = 4;
    public const uint Rel = 9;
    public const uint DynamicSymbols = 11;
    public const uint CompactRelocations = 0x40000014;
    public const uint AndroidRel = 0x60000001;
    public const uint AndroidRela = 0x60000002;
    public const uint VersionNeeds = 0x6ffffffe;
    public const uint VersionSymbols = 0x6fffffff;

    private const ulong Allocated = 2;

    /// <summary>Whether the section is part of the loaded image, where the dynamic linker sees it.</summary>
    public bool IsLoaded => (Flags & Allocated) != 0;
}
