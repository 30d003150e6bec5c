using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Larq.Tensors;

/// <summary>Room for signal frames on the threads that run libtorch for us.</summary>
/// <remarks>
/// <para>
/// .NET turns the signal of a null dereference into an exception on an alternate stack of 12 KiB a thread. On Intel
/// processors with AMX oneDNN multiplies bfloat16 in tiles; once a thread has used them, Linux saves 8 KiB more in each
/// of its signal frames for as long as it lives, and the next null dereference overflows that stack: the process ends
/// with exit code 139 and without a word.
/// </para>
/// <para>
/// On 64-bit x86 Linux always, whatever the processor: it takes microseconds and a few pages a thread, and is tested
/// where there is no AMX. Windows handles such faults on the thread's own stack, and no Mac has AMX.
/// </para>
/// </remarks>
internal static class SignalStack
{
    /// <summary>The kernel's name for what its largest signal frame takes on this processor.</summary>
    private const int LargestFrame = 51;

    private static readonly object Nothing = new();

    // What is installed on the thread, which frees it when the thread is no more.
    [ThreadStatic]
    private static object? _own;

    /// <summary>Bytes below which a stack is replaced: a frame, and far more than handlers use.</summary>
    public static nuint Enough { get; } = Known ? Linux.AuxiliaryValue(LargestFrame) + (64 << 10) : 0;

    /// <summary>Bytes of a stack that replaces another.</summary>
    public static nuint Room { get; } =
        Known ? Linux.WholePages(Linux.AuxiliaryValue(LargestFrame) + (256 << 10)) : 0;

    private static bool Known =>
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>
    /// Gives the current thread a large alternate stack, unless it has one; to be called before the thread runs
    /// libtorch, as often as one likes. Where none can be set, oneDNN is kept from the tiles.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Enlarge()
    {
        if (_own is null) _own = Replace();
    }

    private static object Replace()
    {
        if (!Known) return Nothing;
        if (!Linux.SetSignalStack(null, out var current)) return Refused();

        // Without an alternate stack frames lie on the thread's own, which is large.
        if (current.IsDisabled || current.Size >= Enough) return Nothing;
        if (LargeSignalStack.Install(Room) is not { } own) return Refused();
        FreeTheRuntimes(current);
        return own;
    }

    private static object Refused()
    {
        TileLimit.Set();
        return Nothing;
    }

    // At the thread's end the runtime unmaps the stack that it made, but only if it is still installed. It counts the
    // lowest page, a guard, as part of the stack; whoever else puts a guard below a stack leaves it out. A stack of
    // somebody else is theirs to free.
    private static void FreeTheRuntimes(in Linux.Stack replaced)
    {
        var page = (nuint)Environment.SystemPageSize;
        if (replaced.Start % page == 0 && replaced.Size % page == 0 && replaced.Size > page
            && !Linux.CanRead(replaced.Start) && Linux.CanRead(replaced.Start + page))
            Linux.Unmap(replaced.Start, replaced.Size);
    }
}
