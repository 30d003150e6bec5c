namespace Microsoft.ML.Larq.Packed.Kernels.Sums;

/// <summary>
/// The sign of a finished sum, decided by the integer alone: −1 where sum &lt; threshold, otherwise +1; the
/// opposite where flipped.
/// </summary>
/// <remarks>
/// Sums are integers and every step of <see cref="SumFinish"/> is monotone, rising or falling, rounding included; so
/// the sign changes at most once from −K to K. The place is searched by computing the very floats of those steps, so
/// the signs are those of the numbers by construction. A scale below zero flips; one of zero or NaN never changes sign.
/// </remarks>
internal class SumThresholds
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

    /// <summary>
    /// For each filter the least sum that gives no −1, or where flipped no +1; filled up to a multiple of eight.
    /// </summary>
    public ReadOnlySpan<int> Least => _thresholds;

    /// <summary>For each filter a bit: whether its answer is flipped.</summary>
    public ReadOnlySpan<byte> Flips => _flips;
}
