using System.Runtime.Intrinsics.X86;
using Iced.Intel;
using Microsoft.ML.Larq.Packed.Kernels.Emitted;
using static Iced.Intel.AssemblerRegisters;

namespace Larq.Benchmarks;

/// <summary>
/// What the processor can count at most: exclusive or, popcount and addition on registers alone, as machine code. With
/// VPOPCNTQ 512 signs for three instructions; else by AVX2, two look-ups of 16 entries for 256 signs.
/// </summary>
internal static unsafe class PopcountLimit
{
    public const string Name = "limit-popcount";

    private const int Rounds = 2000;
    private const int Sums = 12;

    private static readonly nint Code = CodePage.Load(X86Features.HasVpopcntq ? Wide() : Narrow());

    /// <summary>Whether this processor has such a limit.</summary>
    public static bool Exists => Avx2.IsSupported && Code != 0;

    /// <summary>10⁹ differences of two signs that a run counts.</summary>
    public static double Work => Rounds * Sums * (X86Features.HasVpopcntq ? 512.0 : 256) / 1e9;

    public static void Run() => ((delegate* unmanaged<void>)Code)();

    private static byte[] Wide()
    {
        AssemblerRegisterZMM[] sums =
        [
            zmm16, zmm17, zmm18, zmm19, zmm20, zmm21, zmm22, zmm23, zmm24, zmm25, zmm26, zmm27,
        ];
        AssemblerRegisterZMM[] differences = [zmm1, zmm2, zmm3, zmm4];
        return Loop((code, i) =>
        {
            var difference = differences[i % differences.Length];
            code.vpxorq(difference, zmm0, zmm5);
            code.vpopcntq(difference, difference);
            code.vpaddq(sums[i], sums[i], difference);
        });
    }

    // Sums of bytes, which a loop of its own would take out now and then. Windows wants xmm6 and up kept, so that sums
    // are few and the rest comes again.
    private static byte[] Narrow()
    {
        AssemblerRegisterYMM[] sums = [ymm3, ymm4, ymm5];
        return Loop((code, i) =>
        {
            var sum = sums[i % sums.Length];
            code.vpxor(ymm1, ymm0, sum);
            code.vpsrlw(ymm2, ymm1, 4);
            code.vpand(ymm1, ymm1, ymm0);
            code.vpand(ymm2, ymm2, ymm0);
            code.vpshufb(ymm1, ymm0, ymm1);
            code.vpshufb(ymm2, ymm0, ymm2);
            code.vpaddb(ymm1, ymm1, ymm2);
            code.vpaddb(sum, sum, ymm1);
        });
    }

    private static byte[] Loop(Action<Assembler, int> step)
    {
        var code = new Assembler(64);
        code.mov(eax, Rounds);
        var next = code.CreateLabel();
        code.Label(ref next);
        for (var i = 0; i < Sums; i++) step(code, i);
        code.dec(eax);
        code.jnz(next);
        code.vzeroupper();
        code.ret();
        using var bytes = new MemoryStream();
        code.Assemble(new StreamCodeWriter(bytes), 0);
        return bytes.ToArray();
    }
}
