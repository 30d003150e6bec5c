using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Larq.Packed.Kernels.Binary;

/// <summary>What tables of so many signs share that PDEP cuts: the tables, and the cutting.</summary>
internal static unsafe class LookUps
{
    /// <summary>For every pixel's signs a, for every filter's i: the popcount of a ⊕ i.</summary>
    /// <param name="signs">Signs that are looked up at once, at most 7.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static AlignedArray<byte> Tables(int signs)
    {
        var entries = 1 << signs;
        var tables = new AlignedArray<byte>(entries * entries);
        for (var i = 0; i < tables.Length; i++)
            tables.Span[i] = (byte)BitOperations.PopCount((uint)((i / entries) ^ (i % entries)));
        return tables;
    }

    /// <summary>Bytes that the steps of so many bytes of signs take.</summary>
    public static int CutBytes(int bytes, int signs) => (bytes + signs - 1) / signs * sizeof(ulong);

    /// <summary>As many bytes of eight signs as a step has signs become eight bytes of a step each.</summary>
    /// <inheritdoc cref="TableKernel.Cut" path="/param"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Cut(byte* signs, int bytes, byte* steps, int count, nint next, int stepSigns)
    {
        const ulong EachByte = 0x0101_0101_0101_0101;
        var places = EachByte * ((1UL << stepSigns) - 1);
        var (whole, rest) = Math.DivRem(bytes, stepSigns);
        var mask = (1UL << (8 * rest)) - 1;
        for (; count > 0; count--, signs += next)
        {
            var from = signs;
            for (var i = 0; i < whole; i++, from += stepSigns, steps += sizeof(ulong))
                *(ulong*)steps = Bmi2.X64.ParallelBitDeposit(*(ulong*)from, places);
            if (rest == 0) continue;
            *(ulong*)steps = Bmi2.X64.ParallelBitDeposit(*(ulong*)from & mask, places);
            steps += sizeof(ulong);
        }
    }
}
