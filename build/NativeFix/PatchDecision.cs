namespace Larq.NativeFix;

/// <summary>Whether, and where, a file's need for GLIBCXX_3.4.32 is to be made weak.</summary>
/// <remarks>
/// GCC 13's <c>&lt;iostream&gt;</c> names <c>std::ios_base_library_init()</c>, whose version is GLIBCXX_3.4.32, only to
/// make the link ask for a libstdc++ that is new enough. Where no relocation refers to a symbol of that version nothing
/// would ever be looked up, and the need keeps the file from loading with GCC 12's libstdc++ for no gain.
/// </remarks>
internal readonly record struct PatchDecision(Verdict Verdict, ulong FlagsOffset)
{
    public const string Library = "libstdc++.so.6";
    public const string Version = "GLIBCXX_3.4.32";

    /// <exception cref="RefusedException">The file is not ELF, is damaged, or really needs the version.</exception>
    public static PatchDecision For(byte[] file)
    {
        var elf = new ElfFile(file);
        var hash = VersionNeed.HashOf(Version);
        var needs = VersionNeedReader.Read(elf)
            .Where(n => n.Library == Library && (n.Name == Version || n.Hash == hash))
            .ToArray();
        if (needs.Length == 0)
            return new(Verdict.NothingToDo, 0);
        if (needs.Length > 1)
            throw new RefusedException($"one entry for {Version} of {Library}", $"{needs.Length}");

        var need = needs[0];
        if (need.Name != Version || need.Hash != hash)
            throw new RefusedException(
                $"{Version} of {Library} with hash 0x{hash:x8}", $"'{need.Name}' with hash 0x{need.Hash:x8}");
        if (need.Flags == VersionNeed.Weak)
            return new(Verdict.AlreadyWeak, need.FlagsOffset);
        if (need.Flags != 0)
            throw new RefusedException($"{Version} with flags 0 or {VersionNeed.Weak}", $"0x{need.Flags:x}");

        SymbolUse.CheckUnused(elf, need);
        return new(Verdict.MakeWeak, need.FlagsOffset);
    }
}
