using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Microsoft.ML.Larq.Packed.Kernels.Widths;

namespace Microsoft.ML.Larq.Packed.Kernels.Packing;

/// <summary>Makes bytes of signs of numbers and back: <see cref="ScalarSigns"/>, eight numbers at a time.</summary>
/// <typeparam name="TWidth">How the bits of comparisons are taken.</typeparam>
internal static unsafe class VectorSigns<TWidth>
    where TWidth : struct, IVectorWidth
{
    /// <summary>The signs of runs of numbers: −1 below zero, otherwise +1.</summary>
    /// <remarks>Writes whole words, the last of a run over the next run, which comes later, or the slack.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(ReadOnlySpan<float> values, int run, Span<ulong> words)
    {
        var bytes = SignFormat.Bytes.RunBytes(run);
        fixed (float* from = values)
        fixed (ulong* to = words)
        {
            var next = (byte*)to;
            var end = from + values.Length;
            for (var value = from; value < end; value += run, next += bytes)
            {
                PackRun(value, run, next);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack(ReadOnlySpan<ulong> words, Span<float> values)
    {
        var bytes = MemoryMarshal.AsBytes(words);
        var bits = Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128);
        ref var to = ref MemoryMarshal.GetReference(values);
        var i = 0;
        for (; i <= values.Length - 8; i += 8)
        {
            var isPlus = Vector256.Equals(Vector256.Create((int)bytes[i / 8]) & bits, Vector256<int>.Zero).AsSingle();
            Vector256.ConditionalSelect(isPlus, Vector256.Create(1f), Vector256.Create(-1f))
                .StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < values.Length; i++) values[i] = ((bytes[i / 8] >> (i % 8)) & 1) == 0 ? 1f : -1f;
    }

    /// <summary>
    /// Compares each number with its thresholds: +1 where it reaches one, otherwise −1, also for NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Thermometer(
        ReadOnlySpan<float> values, ReadOnlySpan<float> thresholds, Span<ulong> words)
    {
        var bits = thresholds.Length / values.Length;
        fixed (float* from = thresholds)
        fixed (ulong* to = words)
        {
            var stream = new SignStream((byte*)to);
            float* threshold = from, end = from + thresholds.Length;
            foreach (var value in values)
            {
                for (var left = bits; left > 0; left -= 8)
                {
                    var count = Math.Min(8, left);
                    stream.Add(Below(value, threshold, count, end), count);
                    threshold += count;
                }
            }

            stream.End();
        }
    }

    /// <summary>The same with so many thresholds for each number, of which +∞ is reached by NaN alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Thermometer(
        ReadOnlySpan<float> values, ReadOnlySpan<int> bits, ReadOnlySpan<float> thresholds, Span<ulong> words)
    {
        fixed (float* from = thresholds)
        fixed (ulong* to = words)
        {
            var stream = new SignStream((byte*)to);
            float* threshold = from, end = from + thresholds.Length;
            for (var column = 0; column < values.Length; column++)
            {
                var value = values[column];
                var isMissing = float.IsNaN(value);
                value = isMissing ? 0 : Math.Min(value, float.MaxValue);
                for (var left = bits[column]; left > 0; left -= 8)
                {
                    var count = Math.Min(8, left);
                    var below = Below(value, threshold, count, end);
                    if (isMissing) below &= ~Unreachable(threshold, count);
                    stream.Add(below, count);
                    threshold += count;
                }
            }

            stream.End();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong Unreachable(float* thresholds, int count)
    {
        var bits = 0UL;
        for (var i = 0; i < count; i++) bits |= (float.IsPositiveInfinity(thresholds[i]) ? 1UL : 0UL) << i;
        return bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong Below(float value, float* thresholds, int count, float* end)
    {
        if (thresholds + Vector256<float>.Count <= end)
        {
            var reached = Vector256.GreaterThanOrEqual(Vector256.Create(value), Vector256.Load(thresholds));
            return ~TWidth.Bits(reached.AsInt32()) & ((1UL << count) - 1);
        }

        var below = 0UL;
        for (var i = 0; i < count; i++) below |= (value >= thresholds[i] ? 0UL : 1UL) << i;
        return below;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackRun(float* from, int count, byte* to)
    {
        for (; count >= 64; count -= 64, from += 64, to += sizeof(ulong)) *(ulong*)to = TWidth.Negative64(from);

        if (count > 0) *(ulong*)to = Rest(from, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong Rest(float* from, int count)
    {
        var signs = 0UL;
        var i = 0;
        for (; i <= count - 8; i += 8) signs |= (ulong)Negative8(from + i) << i;
        for (; i < count; i++) signs |= (from[i] < 0 ? 1UL : 0UL) << i;
        return signs;
    }

    private static uint Negative8(float* from) =>
        TWidth.Bits(Vector256.LessThan(Vector256.Load(from), Vector256<float>.Zero).AsInt32());
}
