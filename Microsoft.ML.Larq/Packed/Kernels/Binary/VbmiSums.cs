using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Larq.Packed.Kernels.Binary;

/// <summary>
/// The registers of <see cref="Avx512VbmiTables"/>: counts in bytes, and what they are looked up with.
/// </summary>
internal static unsafe class VbmiSums
{
    /// <summary>Widens counts of 64 filters.</summary>
    /// <param name="sums">The counts.</param>
    /// <param name="counts">Where they go.</param>
    /// <param name="add">Whether to add to what is there.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Flush(Vector512<byte> sums, ushort* counts, bool add)
    {
        var even = sums.AsUInt16() & Vector512.Create((ushort)byte.MaxValue);
        var odd = sums.AsUInt16() >>> 8;
        if (add)
        {
            even += Vector512.Load(counts);
            odd += Vector512.Load(counts + Vector512<ushort>.Count);
        }

        even.Store(counts);
        odd.Store(counts + Vector512<ushort>.Count);
    }

    /// <summary>The halves of a table, or two vectors of weights.</summary>
    public readonly struct Pair(Vector512<byte> low, Vector512<byte> high)
    {
        public readonly Vector512<byte> Low = low;
        public readonly Vector512<byte> High = high;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<byte> Look(Vector512<byte> indices) => Avx512Vbmi.PermuteVar64x8x2(Low, indices, High);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Pair Flip(byte signs) => new(Low ^ Vector512.Create(signs), High ^ Vector512.Create(signs));
    }

    /// <summary>Counts of two vectors of filters for a pixel.</summary>
    public struct Two
    {
        private Vector512<byte> _a, _b;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Look(Pair table, Pair weights)
        {
            _a += table.Look(weights.Low);
            _b += table.Look(weights.High);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Flush(ushort* counts, bool add)
        {
            VbmiSums.Flush(_a, counts, add);
            VbmiSums.Flush(_b, counts + 64, add);
        }
    }

    /// <summary>Counts of four vectors of filters for a pixel.</summary>
    public struct Four
    {
        private Vector512<byte> _a, _b, _c, _d;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Look(Pair table, Pair first, Pair second)
        {
            _a += table.Look(first.Low);
            _b += table.Look(first.High);
            _c += table.Look(second.Low);
            _d += table.Look(second.High);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Flush(ushort* counts, bool add)
        {
            VbmiSums.Flush(_a, counts, add);
            VbmiSums.Flush(_b, counts + 64, add);
            VbmiSums.Flush(_c, counts + 128, add);
            VbmiSums.Flush(_d, counts + 192, add);
        }
    }
}
