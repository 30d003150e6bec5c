using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Larq.Training.Machine;

/// <summary>What the processor can do that .NET has no name for.</summary>
internal static class Processor
{
    private const int Avx512BFloat16 = 1 << 5;
    private const int AmxBFloat16 = 1 << 22;

    /// <summary>
    /// Whether bfloat16 is multiplied in hardware, so that Torch's convolutions are faster in it: AVX512_BF16 (CPUID
    /// leaf 7.1, EAX bit 5) or AMX-BF16 (leaf 7.0, EDX bit 22).
    /// </summary>
    public static bool MultipliesBFloat16 { get; } = Avx512F.IsSupported
        && ((X86Base.CpuId(7, 1).Eax & Avx512BFloat16) != 0 || (X86Base.CpuId(7, 0).Edx & AmxBFloat16) != 0);
}
