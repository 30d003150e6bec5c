using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Microsoft.ML.Larq.Packed.Kernels.Emitted;

/// <summary>
/// Assembles the counting of a tile of pixels × filters: exclusive or with a word of the pixel, VPOPCNTQ, add.
/// </summary>
/// <remarks>
/// <para>
/// The routine takes patches, bytes from a pixel to the next, weights, steps and counts, all in registers or as the
/// calling convention of x64 has them on Windows and elsewhere. It reads exactly the words of the patches and of the
/// weights and writes exactly the counts.
/// </para>
/// <para>
/// Registers: a sum for each pixel and vector in zmm16 to zmm31, a vector of weights for each vector of filters in
/// zmm0 to zmm3, the differences in zmm4 and zmm5 in turn: none that Windows wants kept. Sums are of 64 bits, of which
/// a count takes less than 32, so that those of odd filters go to the upper halves of those of even ones.
/// </para>
/// </remarks>
internal static class PopcountTile
{
    /// <summary>Steps for which the loop is written out.</summary>
    private const int Unrolled = 4;

    private const int Word = sizeof(ulong);
    private const int Vector = 64;

    private static readonly AssemblerRegister64[] Patches = [rdi, r9, r10, r11];
    private static readonly AssemblerRegister64[] Weights = [rdx, rsi, rbx, rbp];
    private static readonly AssemblerRegisterZMM[] WeightVectors = [zmm0, zmm1, zmm2, zmm3];
    private static readonly AssemblerRegisterZMM[] Differences = [zmm4, zmm5];

    private static readonly AssemblerRegisterZMM[] Sums =
    [
        zmm16, zmm17, zmm18, zmm19, zmm20, zmm21, zmm22, zmm23,
        zmm24, zmm25, zmm26, zmm27, zmm28, zmm29, zmm30, zmm31,
    ];

    /// <summary>The code of a tile.</summary>
    /// <param name="pixels">1 to 4.</param>
    /// <param name="vectors">2 or 4; a vector has eight filters.</param>
    /// <param name="windows">Whether it is called as on Windows.</param>
    public static byte[] Assemble(int pixels, int vectors, bool windows)
    {
        var code = new Assembler(64);
        Enter(code, windows);

        // The words of further pixels and vectors of weights.
        for (var p = 1; p < pixels; p++) code.lea(Patches[p], __[Patches[p - 1] + rsi]);
        code.mov(rax, rcx);
        code.shl(rax, 6);
        for (var v = 1; v < vectors; v++) code.lea(Weights[v], __[Weights[v - 1] + rax]);
        for (var i = 0; i < pixels * vectors; i++) code.vpxorq(Sums[i], Sums[i], Sums[i]);
        Loop(code, pixels, vectors, Unrolled);
        Loop(code, pixels, vectors, 1);
        Store(code, pixels, vectors);
        Leave(code, windows);
        using var bytes = new MemoryStream();
        code.Assemble(new StreamCodeWriter(bytes), 0);
        return bytes.ToArray();
    }

    // As many times as there are so many steps left, which rcx counts.
    private static void Loop(Assembler code, int pixels, int vectors, int steps)
    {
        var (next, end) = (code.CreateLabel(), code.CreateLabel());
        code.sub(rcx, steps);
        code.jl(end);
        code.Label(ref next);
        for (var step = 0; step < steps; step++)
        {
            for (var v = 0; v < vectors; v++) code.vmovdqu64(WeightVectors[v], __[Weights[v] + (step * Vector)]);
            for (var i = 0; i < pixels * vectors; i++)
            {
                var (pixel, vector) = Math.DivRem(i, vectors);
                var different = Differences[i % Differences.Length];
                code.vpxorq(different, WeightVectors[vector], __qword_bcst[Patches[pixel] + (step * Word)]);
                code.vpopcntq(different, different);
                code.vpaddq(Sums[i], Sums[i], different);
            }
        }

        for (var p = 0; p < pixels; p++) code.add(Patches[p], steps * Word);
        for (var v = 0; v < vectors; v++) code.add(Weights[v], steps * Vector);
        code.sub(rcx, steps);
        code.jge(next);
        code.Label(ref end);
        code.add(rcx, steps);
    }

    private static void Store(Assembler code, int pixels, int vectors)
    {
        for (var i = 0; i < pixels * vectors; i += 2)
        {
            code.vpsllq(Sums[i + 1], Sums[i + 1], 32);
            code.vporq(Sums[i], Sums[i], Sums[i + 1]);
            code.vmovdqu64(__[r8 + (i / 2 * Vector)], Sums[i]);
        }
    }

    private static void Enter(Assembler code, bool windows)
    {
        code.push(rbx);
        code.push(rbp);
        if (!windows) return;

        // The fifth argument lies above the return address, 32 bytes that are the callee's, and what is pushed here.
        code.push(rdi);
        code.push(rsi);
        code.mov(rdi, rcx);
        code.mov(rsi, rdx);
        code.mov(rdx, r8);
        code.mov(rcx, r9);
        code.mov(r8, __[rsp + (5 * Word) + (4 * Word)]);
    }

    private static void Leave(Assembler code, bool windows)
    {
        code.vzeroupper();
        if (windows)
        {
            code.pop(rsi);
            code.pop(rdi);
        }

        code.pop(rbp);
        code.pop(rbx);
        code.ret();
    }
}
