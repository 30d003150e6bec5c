using System.Runtime.CompilerServices;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Microsoft.ML.Larq.Packed.Kernels.Emitted;

/// <summary>
/// Assembles the counting of tiles of pixels × filters: exclusive or with a word of the pixel, VPOPCNTQ, add.
/// </summary>
/// <remarks>
/// <para>
/// The routine takes the address of a <see cref="PopcountCall"/>. Every tile of filters passes over all tiles of
/// pixels. It reads exactly the words of the patches and of the weights and writes exactly the counts.
/// </para>
/// <para>
/// Registers: a sum for each pixel and vector in zmm16 to zmm31, a vector of weights for each vector of filters in
/// zmm0 to zmm3, the differences in zmm4 and zmm5 in turn: none that Windows wants kept. Sums are of 64 bits, of which
/// a count takes less than 32, so that those of odd filters go to the upper halves of those of even ones.
/// </para>
/// </remarks>
/// <param name="pixels">Pixels of a tile, 1 to 4.</param>
/// <param name="vectors">Vectors of filters, 2 or 4; each has eight.</param>
/// <param name="steps">Words of a patch, of which all are written out; 0 for any number, in a loop.</param>
/// <param name="windows">Whether it is called as on Windows.</param>
internal sealed class PopcountTile(int pixels, int vectors, int steps, bool windows)
{
    /// <summary>The most steps that are written out: what a processor keeps decoded.</summary>
    public const int MostSteps = 18;

    /// <summary>Steps for which a loop is written out.</summary>
    private const int Unrolled = 4;

    private const int Word = sizeof(ulong);
    private const int Vector = 64;

    private static readonly AssemblerRegister64[] Pixels = [rdi, r10, r11, rbx];
    private static readonly AssemblerRegister64[] Kept = [rbx, rbp, r12, r13, r14];
    private static readonly AssemblerRegister64[] KeptOnWindows = [rdi, rsi];
    private static readonly AssemblerRegisterZMM[] WeightVectors = [zmm0, zmm1, zmm2, zmm3];
    private static readonly AssemblerRegisterZMM[] Differences = [zmm4, zmm5];

    private static readonly AssemblerRegisterZMM[] Sums =
    [
        zmm16, zmm17, zmm18, zmm19, zmm20, zmm21, zmm22, zmm23,
        zmm24, zmm25, zmm26, zmm27, zmm28, zmm29, zmm30, zmm31,
    ];

    private readonly Assembler _code = new(64);

    /// <summary>The code.</summary>
    public byte[] Assemble()
    {
        var (nextFilters, nextPixels) = (_code.CreateLabel(), _code.CreateLabel());
        Enter();
        _code.Label(ref nextFilters);
        _code.mov(rbp, Field(nameof(PopcountCall.Patches)));
        _code.mov(r9, Field(nameof(PopcountCall.PixelTiles)));
        _code.mov(r8, r14);
        _code.Label(ref nextPixels);
        CountTile();
        Store();
        _code.dec(r9);
        _code.jg(nextPixels);
        if (steps > 0) _code.add(r12, steps * vectors * Vector);
        else _code.mov(r12, rdx);
        _code.add(r14, vectors * Vector / 2);
        _code.dec(Field(nameof(PopcountCall.FilterTiles)));
        _code.jg(nextFilters);
        Leave();
        using var bytes = new MemoryStream();
        _code.Assemble(new StreamCodeWriter(bytes), 0);
        return bytes.ToArray();
    }

    private static AssemblerMemoryOperand Field(string name) => __qword_ptr[r13 + PopcountCall.Place(name)];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CountTile()
    {
        // The words of each pixel, and of the first one of the next tile.
        _code.mov(rdi, rbp);
        for (var p = 1; p <= pixels; p++)
            _code.lea(p < pixels ? Pixels[p] : rbp, __[Pixels[p - 1] + rsi]);
        for (var i = 0; i < pixels * vectors; i++) _code.vpxorq(Sums[i], Sums[i], Sums[i]);
        if (steps > 0)
        {
            for (var step = 0; step < steps; step++) Count(r12, step);
            return;
        }

        _code.mov(rdx, r12);
        _code.mov(rcx, Field(nameof(PopcountCall.Steps)));
        Loop(Unrolled);
        Loop(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Count(AssemblerRegister64 weights, int step)
    {
        for (var v = 0; v < vectors; v++)
            _code.vmovdqu64(WeightVectors[v], __[weights + (((step * vectors) + v) * Vector)]);
        for (var i = 0; i < pixels * vectors; i++)
        {
            var (pixel, vector) = Math.DivRem(i, vectors);
            var different = Differences[i % Differences.Length];
            _code.vpxorq(different, WeightVectors[vector], __qword_bcst[Pixels[pixel] + (step * Word)]);
            _code.vpopcntq(different, different);
            _code.vpaddq(Sums[i], Sums[i], different);
        }
    }

    // As many times as there are so many steps left, which rcx counts.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Loop(int together)
    {
        var (next, end) = (_code.CreateLabel(), _code.CreateLabel());
        _code.sub(rcx, together);
        _code.jl(end);
        _code.Label(ref next);
        for (var step = 0; step < together; step++) Count(rdx, step);
        for (var p = 0; p < pixels; p++) _code.add(Pixels[p], together * Word);
        _code.add(rdx, together * vectors * Vector);
        _code.sub(rcx, together);
        _code.jge(next);
        _code.Label(ref end);
        _code.add(rcx, together);
    }

    // Pixel by pixel, whose places take the registers that the words are done with.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Store()
    {
        _code.mov(rdi, r8);
        for (var p = 1; p <= pixels; p++) _code.lea(p < pixels ? Pixels[p] : r8, __[Pixels[p - 1] + rax]);
        for (var i = 0; i < pixels * vectors; i += 2)
        {
            var (pixel, vector) = Math.DivRem(i, vectors);
            _code.vpsllq(Sums[i + 1], Sums[i + 1], 32);
            _code.vporq(Sums[i], Sums[i], Sums[i + 1]);
            _code.vmovdqu64(__[Pixels[pixel] + (vector / 2 * Vector)], Sums[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Enter()
    {
        foreach (var register in Kept) _code.push(register);
        if (windows)
        {
            foreach (var register in KeptOnWindows) _code.push(register);
        }

        _code.mov(r13, windows ? rcx : rdi);
        _code.mov(rsi, Field(nameof(PopcountCall.Stride)));
        _code.mov(r12, Field(nameof(PopcountCall.Weights)));
        _code.mov(r14, Field(nameof(PopcountCall.Counts)));
        _code.mov(rax, Field(nameof(PopcountCall.CountStride)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Leave()
    {
        _code.vzeroupper();
        if (windows)
        {
            for (var i = KeptOnWindows.Length - 1; i >= 0; i--) _code.pop(KeptOnWindows[i]);
        }

        for (var i = Kept.Length - 1; i >= 0; i--) _code.pop(Kept[i]);
        _code.ret();
    }
}
