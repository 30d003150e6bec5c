using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Larq.Packed.Kernels.Emitted;

/// <summary>
/// What the processor has and the system keeps, for machine code made at run time: asked of them, not of what the
/// compiler of this library was told.
/// </summary>
internal static unsafe class X86Features
{
    // Leaf 1, ECX: the system has turned XGETBV on. Leaf 7, EBX and ECX.
    private const int XSaveOfTheSystem = 1 << 27;
    private const int Avx512F = 1 << 16;
    private const int VpopcntDq = 1 << 14;

    // Of XCR0: registers of 128 and 256 bits, masks, the upper halves of zmm0 to zmm15, zmm16 to zmm31.
    private const ulong WideRegisters = 0b1110_0110;

    // "Auth": the first word of the maker's name, in EBX of leaf 0.
    private const int Amd = 0x68747541;
    private const int Zen4 = 0x19;

    /// <summary>Whether VPOPCNTQ of 512 bits runs.</summary>
    public static bool HasVpopcntq => X86Base.X64.IsSupported
        && X86Base.CpuId(0, 0).Eax >= 7
        && (X86Base.CpuId(1, 0).Ecx & XSaveOfTheSystem) != 0
        && (X86Base.CpuId(7, 0).Ebx & Avx512F) != 0
        && (X86Base.CpuId(7, 0).Ecx & VpopcntDq) != 0
        && (KeptRegisters() & WideRegisters) == WideRegisters;

    /// <summary>
    /// Whether a look-up of 512 bits in a table of 128 bytes is as quick as a popcount: AMD from Zen 4 on.
    /// </summary>
    public static bool LooksUpFast => X86Base.X64.IsSupported && X86Base.CpuId(0, 0).Ebx == Amd;

    /// <summary>Whether vectors of 512 bits take two turns of 256: AMD's Zen 4, family 19h.</summary>
    public static bool HalvesVectors => LooksUpFast && Family() == Zen4;

    // The family, of which a part beyond 15 stands apart.
    private static int Family()
    {
        var signature = X86Base.CpuId(1, 0).Eax;
        return ((signature >> 8) & 0xF) + ((signature >> 20) & 0xFF);
    }

    // XGETBV of register 0, which says what the system saves when it changes threads; 0 where no code can be made.
    private static ulong KeptRegisters()
    {
        // xor ecx, ecx; xgetbv; shl rdx, 32; or rax, rdx; ret
        ReadOnlySpan<byte> code =
            [0x31, 0xC9, 0x0F, 0x01, 0xD0, 0x48, 0xC1, 0xE2, 0x20, 0x48, 0x09, 0xD0, 0xC3];
        var entry = CodePage.Load(code);
        return entry == 0 ? 0 : ((delegate* unmanaged[SuppressGCTransition]<ulong>)entry)();
    }
}
