namespace Larq.NativeFix;

/// <summary>One version of one library that the file asks the dynamic linker for (<c>Elf64_Vernaux</c>).</summary>
/// <param name="Library">The library's file name, as the dynamic linker knows it.</param>
/// <param name="Name">The version's name.</param>
/// <param name="Hash">What the file says is the name's System V hash.</param>
/// <param name="Flags">0, or <see cref="Weak"/>.</param>
/// <param name="Index">The number by which symbols refer to this version.</param>
/// <param name="FlagsOffset">Where in the file the two bytes of the flags lie.</param>
internal readonly record struct VersionNeed(
    string Library, string Name, uint Hash, ushort Flags, ushort Index, ulong FlagsOffset)
{
    /// <summary>VER_FLG_WEAK: the dynamic linker goes on when the library lacks the version.</summary>
    public const ushort Weak = 0x2;

    /// <summary>The System V ABI's hash of a symbol or version name.</summary>
    public static uint HashOf(string name)
    {
        var hash = 0u;
        foreach (var character in name)
        {
            hash = (hash << 4) + character;
            var high = hash & 0xf0000000;
            hash = (hash ^ (high >> 24)) & ~high;
        }
        return hash;
    }
}
