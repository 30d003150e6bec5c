using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Larq.Clusters.Wires;

/// <summary>
/// Signs as bits: number i is bit i mod 64 of word i/64, which is 1 for +; words lie with their low byte first.
/// </summary>
internal static class VoteBits
{
    private static readonly Vector256<int> EachBit = Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128);

    /// <summary>Words that so many numbers take.</summary>
    public static int Words(int numbers) => (numbers + 63) / 64;

    /// <param name="numbers">The numbers; a NaN is for −.</param>
    /// <param name="isZeroPlus">What a 0 is for.</param>
    /// <param name="words">Bits after the last number are 0.</param>
    public static void Write(ReadOnlySpan<float> numbers, bool isZeroPlus, Span<ulong> words)
    {
        var bytes = MemoryMarshal.AsBytes(words);
        bytes.Clear();
        var whole = MemoryMarshal.Cast<float, Vector256<float>>(numbers);
        for (var i = 0; i < whole.Length; i++)
        {
            var isPlus = isZeroPlus
                ? Vector256.GreaterThanOrEqual(whole[i], Vector256<float>.Zero)
                : Vector256.GreaterThan(whole[i], Vector256<float>.Zero);
            bytes[i] = (byte)isPlus.ExtractMostSignificantBits();
        }

        for (var i = whole.Length * Vector256<float>.Count; i < numbers.Length; i++)
        {
            if (numbers[i] > 0 || (isZeroPlus && numbers[i] == 0)) bytes[i / 8] |= (byte)(1 << (i % 8));
        }
    }

    /// <param name="pluses">Which are +1.</param>
    /// <param name="zeros">Which are 0.</param>
    /// <param name="numbers">They, and −1 where neither says so.</param>
    public static void Read(ReadOnlySpan<ulong> pluses, ReadOnlySpan<ulong> zeros, Span<float> numbers)
    {
        var ups = MemoryMarshal.AsBytes(pluses);
        var nones = MemoryMarshal.AsBytes(zeros);
        var whole = MemoryMarshal.Cast<float, Vector256<float>>(numbers);
        for (var i = 0; i < whole.Length; i++)
        {
            var sign = Vector256.ConditionalSelect(
                Has(ups[i]), Vector256<float>.One, Vector256.Create(-1f));
            whole[i] = Vector256.ConditionalSelect(Has(nones[i]), Vector256<float>.Zero, sign);
        }

        for (var i = whole.Length * Vector256<float>.Count; i < numbers.Length; i++)
        {
            numbers[i] = (nones[i / 8] >> (i % 8) & 1) != 0 ? 0 : (ups[i / 8] >> (i % 8) & 1) != 0 ? 1 : -1;
        }
    }

    private static Vector256<float> Has(byte bits) =>
        Vector256.Equals(Vector256.Create((int)bits) & EachBit, EachBit).AsSingle();
}
