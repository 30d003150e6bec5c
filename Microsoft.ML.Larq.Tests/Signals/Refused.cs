using System.Runtime.InteropServices;

namespace Microsoft.ML.Larq.Tests.Signals;

/// <summary>A thread on which the kernel refuses every alternate stack.</summary>
internal static unsafe partial class Refused
{
    /// <summary>Runs libtorch there through the library, and says what oneDNN's variable is then.</summary>
    public static void Run() => Threads.Run(() =>
    {
        if (!Refuse())
        {
            Console.WriteLine("not refused");
            return;
        }

        Threads.UseAQuantizer();
        Say("ONEDNN_MAX_CPU_ISA");
        Say("DNNL_MAX_CPU_ISA");
    });

    // A filter of system calls for this thread alone: sigaltstack fails with EPERM, all others go on.
    private static bool Refuse()
    {
        const int noNewPrivileges = 38, systemCallFilter = 22, withFilter = 2;
        var filter = stackalloc Instruction[]
        {
            new(0x20, 0, 0, 0), // the call's number
            new(0x15, 0, 1, 131), // sigaltstack?
            new(0x06, 0, 0, 0x0005_0001), // fail with EPERM
            new(0x06, 0, 0, 0x7fff_0000), // go on
        };
        var program = new FilterProgram { Length = 4, Instructions = filter };
        return prctl(noNewPrivileges, 1, 0, 0, 0) == 0
            && prctl(systemCallFilter, withFilter, (nint)(&program), 0, 0) == 0;
    }

    private static void Say(string name) =>
        Console.WriteLine($"{name}={Marshal.PtrToStringUTF8(getenv(name)) ?? "(not set)"}");

    [LibraryImport("libc")]
    private static partial int prctl(int option, nint a, nint b, nint c, nint d);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint getenv(string name);

    private readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Operand);

    private struct FilterProgram
    {
        public ushort Length;
        public Instruction* Instructions;
    }
}
