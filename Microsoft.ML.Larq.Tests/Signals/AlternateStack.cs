using System.Globalization;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Larq.Tests.Signals;

/// <summary>The current thread's alternate stack for signals, as the system has it.</summary>
internal static unsafe partial class AlternateStack
{
    /// <summary>What AMX tiles add to each signal frame.</summary>
    private const int Tiles = 8192;

    private const int MinimumSignalStack = 51;

    /// <summary>What the kernel's largest signal frame takes on this processor.</summary>
    public static long LargestFrame => (long)getauxval(MinimumSignalStack);

    public static Values Current
    {
        get
        {
            Values current;
            return sigaltstack(null, &current) == 0 ? current : throw new InvalidOperationException("sigaltstack");
        }
    }

    /// <summary>
    /// Leaves the room that a thread's frames have once it has used tiles: in place of the runtime's stack comes one of
    /// the same layout, with a guard as its lowest page, that is smaller by what they add. False where the kernel
    /// refuses so small a stack, as it does once tiles are in use themselves.
    /// </summary>
    public static bool ShrinkAsTilesDo()
    {
        var size = (nuint)((long)Current.Size - Tiles);
        var memory = Memory(size);
        _ = mprotect(memory, (nuint)Environment.SystemPageSize, 0);
        return Set(memory, size);
    }

    /// <summary>Sets one without a guard, in memory that stays the caller's.</summary>
    public static nint SetOwn(int size)
    {
        var memory = Memory((nuint)size);
        return Set(memory, (nuint)size) ? memory : throw new InvalidOperationException("sigaltstack");
    }

    /// <summary>The mappings of this process between two addresses.</summary>
    public static Mapping[] Mappings(nint from, nint to) =>
        [.. AllMappings().Where(mapping => mapping.From < to && mapping.To > from)];

    public static Mapping[] AllMappings() => [.. File.ReadAllLines("/proc/self/maps").Select(line =>
    {
        var words = line.Split(' ');
        var range = words[0].Split('-');
        return new Mapping(Address(range[0]), Address(range[1]), words[1]);
    })];

    private static nint Address(string text) => nint.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static bool Set(nint memory, nuint size)
    {
        var wanted = new Values { Start = memory, Size = (nint)size };
        return sigaltstack(&wanted, null) == 0;
    }

    private static nint Memory(nuint size)
    {
        const int readWrite = 3, privateAnonymous = 0x22;
        return mmap(0, size, readWrite, privateAnonymous, -1, 0);
    }

    [LibraryImport("libc")]
    private static partial int sigaltstack(Values* stack, Values* before);

    [LibraryImport("libc")]
    private static partial nint mmap(nint address, nuint size, int protection, int flags, int file, nint offset);

    [LibraryImport("libc")]
    private static partial int mprotect(nint address, nuint size, int protection);

    [LibraryImport("libc")]
    private static partial nuint getauxval(nuint type);

    /// <summary>stack_t.</summary>
    public struct Values
    {
        public nint Start;
        public int Flags;
        public nint Size;
    }

    /// <summary>A line of <c>/proc/self/maps</c>.</summary>
    public readonly record struct Mapping(nint From, nint To, string Access);
}
