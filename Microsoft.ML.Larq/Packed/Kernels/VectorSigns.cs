using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Larq.Packed;

/// <summary>Makes bytes of signs of numbers and back: what <see cref="ScalarSigns"/> does, eight numbers at a time.</summary>
internal static unsafe class VectorSigns
{
    private const ulong Sevens = 0x7F7F_7F7F_7F7F_7F7F;

    /// <summary>The signs of runs of numbers: −1 below zero, otherwise +1.</summary>
    /// <remarks>Writes whole words, the last of a run into the next run, which comes later, or into the slack.</remarks>
    public static void Pack(ReadOnlySpan<float> values, int run, SignFormat format, Span<ulong> words)
    {
        var bytes = format.RunBytes(run);
        fixed (float* from = values)
        fixed (ulong* to = words)
        {
            var next = (byte*)to;
            var end = from + values.Length;
            for (var value = from; value < end; value += run, next += bytes)
            {
                if (format.PerByte == 7) PackSevens(value, run, next);
                else PackBytes(value, run, next);
            }
        }
    }

    public static void Unpack(ReadOnlySpan<ulong> words, SignFormat format, Span<float> values)
    {
        var bytes = MemoryMarshal.AsBytes(words);
        for (var i = 0; i < values.Length; i++)
            values[i] = ((bytes[i / format.PerByte] >> (i % format.PerByte)) & 1) == 0 ? 1f : -1f;
    }

    /// <inheritdoc cref="ScalarSigns.Thermometer"/>
    public static void Thermometer(
        ReadOnlySpan<float> values, ReadOnlySpan<float> thresholds, SignFormat format, Span<ulong> words)
    {
        words.Clear();
        var bytes = MemoryMarshal.AsBytes(words);
        var bits = thresholds.Length / values.Length;
        var (at, bit, next) = (0, 0, 0);
        foreach (var value in values)
        {
            for (var i = 0; i < bits; i++)
            {
                if (!(value >= thresholds[next++])) bytes[at] |= (byte)(1 << bit);
                if (++bit < format.PerByte) continue;
                (at, bit) = (at + 1, 0);
            }
        }
    }

    // Seven masks of eight numbers are the 56 signs of eight bytes, spread over their low seven bits.
    private static void PackSevens(float* from, int count, byte* to)
    {
        for (; count >= 56; count -= 56, from += 56, to += sizeof(ulong))
        {
            var signs = Mask(from) | (Mask(from + 8) << 8) | (Mask(from + 16) << 16) | (Mask(from + 24) << 24)
                | (Mask(from + 32) << 32) | (Mask(from + 40) << 40) | (Mask(from + 48) << 48);
            *(ulong*)to = Bmi2.X64.ParallelBitDeposit(signs, Sevens);
        }

        if (count > 0) *(ulong*)to = Bmi2.X64.ParallelBitDeposit(Rest(from, count), Sevens);
    }

    private static void PackBytes(float* from, int count, byte* to)
    {
        for (; count >= 64; count -= 64, from += 64, to += sizeof(ulong))
        {
            *(ulong*)to = Mask(from) | (Mask(from + 8) << 8) | (Mask(from + 16) << 16) | (Mask(from + 24) << 24)
                | (Mask(from + 32) << 32) | (Mask(from + 40) << 40) | (Mask(from + 48) << 48)
                | (Mask(from + 56) << 56);
        }

        if (count > 0) *(ulong*)to = Rest(from, count);
    }

    private static ulong Rest(float* from, int count)
    {
        var signs = 0UL;
        var i = 0;
        for (; i <= count - 8; i += 8) signs |= Mask(from + i) << i;
        for (; i < count; i++) signs |= (from[i] < 0 ? 1UL : 0UL) << i;
        return signs;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mask(float* from) =>
        Vector256.LessThan(Vector256.Load(from), Vector256<float>.Zero).ExtractMostSignificantBits();
}
