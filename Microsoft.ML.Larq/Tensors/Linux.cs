using System.Runtime.InteropServices;

namespace Microsoft.ML.Larq.Tensors;

/// <summary>The calls of 64-bit x86 Linux that <see cref="SignalStack"/> needs.</summary>
internal static unsafe partial class Linux
{
    private const string C = "libc";
    private const int Disabled = 2, BadAddress = 14, NoSuchThread = 3;
    private const int ReadWrite = 3, PrivateUnreservedStack = 0x24022, GetThreadId = 186, SignalThread = 234;

    /// <summary>The current thread, as the system counts threads.</summary>
    public static long CurrentThread => syscall(GetThreadId, 0, 0, 0);

    /// <summary>An entry of the auxiliary vector; 0 where the kernel gives none.</summary>
    public static nuint AuxiliaryValue(nuint type) => getauxval(type);

    /// <summary>Bytes, up to a full page.</summary>
    public static nuint WholePages(nuint bytes)
    {
        var page = (nuint)Environment.SystemPageSize;
        return (bytes + page - 1) / page * page;
    }

    /// <summary>Whether a thread of this process still exists, if only for its last instructions.</summary>
    public static bool IsAlive(long thread) =>
        syscall(SignalThread, Environment.ProcessId, (nint)thread, 0) == 0
        || Marshal.GetLastPInvokeError() != NoSuchThread;

    /// <summary>Asks for the current thread's alternate stack, and sets another unless that is null.</summary>
    public static bool SetSignalStack(Stack? stack, out Stack before)
    {
        var wanted = stack ?? default;
        fixed (Stack* old = &before) return sigaltstack(stack is null ? null : &wanted, old) == 0;
    }

    /// <summary>
    /// Whether an address can be read: the kernel is given it as a file's name, and says so where not.
    /// </summary>
    public static bool CanRead(nuint address) =>
        access((byte*)address, 0) == 0 || Marshal.GetLastPInvokeError() != BadAddress;

    /// <summary>New memory; null where there is none.</summary>
    public static nuint? Map(nuint size)
    {
        var address = mmap(0, size, ReadWrite, PrivateUnreservedStack, -1, 0);
        return address == nuint.MaxValue ? null : address;
    }

    /// <summary>Forbids any access.</summary>
    public static bool Protect(nuint address, nuint size) => mprotect(address, size, 0) == 0;

    /// <summary>Gives memory back.</summary>
    public static void Unmap(nuint address, nuint size) => _ = munmap(address, size);

    /// <summary>Whether the process's environment has a variable.</summary>
    public static bool IsSet(ReadOnlySpan<byte> name)
    {
        fixed (byte* text = name) return getenv(text) is not null;
    }

    /// <summary>Sets a variable of the process's environment that is not there.</summary>
    public static void SetIfNew(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        fixed (byte* key = name, text = value) _ = setenv(key, text, 0);
    }

    [LibraryImport(C)]
    private static partial int sigaltstack(Stack* stack, Stack* before);

    [LibraryImport(C)]
    private static partial nuint getauxval(nuint type);

    [LibraryImport(C, SetLastError = true)]
    private static partial nint syscall(nint number, nint a, nint b, nint c);

    [LibraryImport(C, SetLastError = true)]
    private static partial int access(byte* path, int mode);

    [LibraryImport(C)]
    private static partial nuint mmap(nuint address, nuint size, int protection, int flags, int file, nint offset);

    [LibraryImport(C)]
    private static partial int mprotect(nuint address, nuint size, int protection);

    [LibraryImport(C)]
    private static partial int munmap(nuint address, nuint size);

    [LibraryImport(C)]
    private static partial byte* getenv(byte* name);

    [LibraryImport(C)]
    private static partial int setenv(byte* name, byte* value, int overwrite);

    /// <summary>stack_t.</summary>
    public struct Stack
    {
        public nuint Start;
        public int Flags;
        public nuint Size;

        public readonly bool IsDisabled => (Flags & Disabled) != 0;
    }
}
