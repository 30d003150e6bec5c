using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Larq.Packed;

/// <summary>
/// The sign of a finished sum, told from the integer: −1 where sum &lt; threshold, otherwise +1; or the
/// other way about where flipped.
/// </summary>
/// <remarks>
/// Sums are integers and every step of <see cref="SumFinish"/> is monotone, rising or falling, rounding included; so
/// the sign changes at most once from −K to K. Where, is searched by computing the step's own floats, so that the signs
/// are those of the numbers by construction; a scale below zero flips, one of zero or NaN never changes sign.
/// </remarks>
internal unsafe class SumThresholds : SumOutput
{
    private readonly int[] _thresholds;
    private readonly byte[] _flips;

    /// <param name="finish">What becomes of a sum.</param>
    /// <param name="filters">How many there are.</param>
    /// <param name="most">K: no sum lies beyond −K…K.</param>
    public SumThresholds(SumFinish finish, int filters, int most)
    {
        Filters = filters;
        _flips = new byte[(filters + 7) / 8];

        // Filters that fill the last eight up give bits of 0.
        _thresholds = new int[_flips.Length * 8];
        Array.Fill(_thresholds, int.MinValue);
        for (var filter = 0; filter < filters; filter++)
        {
            var flipped = !(finish.One(-most, filter) < 0);
            var (low, high) = (-(long)most, (long)most + 1);
            while (low < high)
            {
                var middle = (low + high) >> 1;
                if (finish.One((int)middle, filter) < 0 != flipped) low = middle + 1;
                else high = middle;
            }

            _thresholds[filter] = (int)low;
            if (flipped) _flips[filter / 8] |= (byte)(1 << (filter % 8));
        }
    }

    public int Filters { get; }

    public long Bytes => ((long)_thresholds.Length * sizeof(int)) + _flips.Length;

    public override void Write(in CountTile<ushort> tile, int signs, byte* pixel, nint stride, nint shortcut) =>
        Write<ushort>(tile, signs, pixel, stride);

    public override void Write(in CountTile<int> tile, int signs, byte* pixel, nint stride, nint shortcut) =>
        Write<int>(tile, signs, pixel, stride);

    public override void Write(in CountTile<byte> tile, int signs, byte* pixel, nint stride, nint shortcut) =>
        Write<byte>(tile, signs, pixel, stride);

    /// <summary>The least sum of a filter that gives no −1; no −1 at all from there on up where flipped.</summary>
    protected int Threshold(int filter) => _thresholds[filter];

    protected bool IsFlipped(int filter) => ((_flips[filter / 8] >> (filter % 8)) & 1) != 0;

    // Filters start at a multiple of eight: those of a group that writes signs are one.
    private void Write<TCount>(CountTile<TCount> tile, int signs, byte* pixel, nint stride)
        where TCount : unmanaged
    {
        var (i, filter, filters) = (0, tile.Filter, tile.Filters);
        var counts = tile.Counts;
        var (width, pixels) = (tile.Width, tile.Pixels);
        for (; Avx512F.IsSupported && i <= filters - 16; i += 16)
        {
            var thresholds = Vector512.LoadUnsafe(
                ref MemoryMarshal.GetArrayDataReference(_thresholds), (nuint)(filter + i));
            var flips = _flips[(filter + i) / 8] | ((uint)_flips[((filter + i) / 8) + 1] << 8);
            var from = counts + i;
            var to = pixel + ((filter + i) / 8);
            for (var p = 0; p < pixels; p++, to += stride, from += width)
            {
                var count = CountTile<TCount>.Load16(from);
                var sums = Vector512.Create(signs) - count - count;
                var negative = (uint)Vector512.LessThan(sums, thresholds).ExtractMostSignificantBits();
                *(ushort*)to = (ushort)(negative ^ flips);
            }
        }

        for (; i < filters; i += 8)
        {
            var thresholds = Vector256.LoadUnsafe(
                ref MemoryMarshal.GetArrayDataReference(_thresholds), (nuint)(filter + i));
            uint flips = _flips[(filter + i) / 8];
            var from = counts + i;
            var to = pixel + ((filter + i) / 8);
            for (var p = 0; p < pixels; p++, to += stride, from += width)
            {
                var count = CountTile<TCount>.Load8(from);
                var sums = Vector256.Create(signs) - count - count;
                *to = (byte)(LaneBits.Of(Vector256.LessThan(sums, thresholds)) ^ flips);
            }
        }
    }
}
