using System.Runtime.InteropServices;

namespace Microsoft.ML.Larq.Packed.Kernels.Emitted;

/// <summary>
/// Machine code that can be called, in pages that can be written first and run afterwards, never both.
/// </summary>
/// <remarks>It stays for the life of the process, since nothing says when the last call of it has returned.</remarks>
internal static unsafe partial class CodePage
{
    /// <summary>The address of a copy of the code; 0 where the system gives no such pages.</summary>
    public static nint Load(ReadOnlySpan<byte> code) =>
        OperatingSystem.IsWindows() ? LoadOnWindows(code) : LoadOnUnix(code);

    private static nint LoadOnUnix(ReadOnlySpan<byte> code)
    {
        const int Read = 1, Write = 2, Execute = 4, Private = 2;
        var anonymous = OperatingSystem.IsMacOS() ? 0x1000 : 0x20;
        var pages = Unix.Map(0, (nuint)code.Length, Read | Write, Private | anonymous, -1, 0);
        if (pages == -1) return 0;
        code.CopyTo(new Span<byte>((void*)pages, code.Length));
        if (Unix.Protect(pages, (nuint)code.Length, Read | Execute) == 0) return pages;
        _ = Unix.Unmap(pages, (nuint)code.Length);
        return 0;
    }

    private static nint LoadOnWindows(ReadOnlySpan<byte> code)
    {
        const int CommitAndReserve = 0x3000, ReadAndWrite = 0x04, ExecuteAndRead = 0x20, Release = 0x8000;
        var pages = Windows.Allocate(0, (nuint)code.Length, CommitAndReserve, ReadAndWrite);
        if (pages == 0) return 0;
        code.CopyTo(new Span<byte>((void*)pages, code.Length));
        if (Windows.Protect(pages, (nuint)code.Length, ExecuteAndRead, out _) != 0
            && Windows.Flush(Windows.Process(), pages, (nuint)code.Length) != 0)
            return pages;
        _ = Windows.Free(pages, 0, Release);
        return 0;
    }

    private static partial class Unix
    {
        [LibraryImport("libc", EntryPoint = "mmap")]
        public static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

        [LibraryImport("libc", EntryPoint = "mprotect")]
        public static partial int Protect(nint address, nuint length, int protection);

        [LibraryImport("libc", EntryPoint = "munmap")]
        public static partial int Unmap(nint address, nuint length);
    }

    private static partial class Windows
    {
        [LibraryImport("kernel32", EntryPoint = "VirtualAlloc")]
        public static partial nint Allocate(nint address, nuint length, int kind, int protection);

        [LibraryImport("kernel32", EntryPoint = "VirtualProtect")]
        public static partial int Protect(nint address, nuint length, int protection, out int before);

        [LibraryImport("kernel32", EntryPoint = "VirtualFree")]
        public static partial int Free(nint address, nuint length, int kind);

        [LibraryImport("kernel32", EntryPoint = "FlushInstructionCache")]
        public static partial int Flush(nint process, nint address, nuint length);

        [LibraryImport("kernel32", EntryPoint = "GetCurrentProcess")]
        public static partial nint Process();
    }
}
