using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Packed.Kernels.Packing;
using Microsoft.ML.Larq.Packed.Kernels.Sums;

namespace Microsoft.ML.Larq.Packed.Kernels.Depthwise;

/// <summary>
/// Thresholds for counts that lie in planes: for every number of signs that a pixel can have counted, the counts from
/// which on a filter gives −1, bit i of plane j with the value 2ʲ in that of filter i.
/// </summary>
/// <remarks>
/// signs − 2·count &lt; threshold where count ≥ ⌊(signs − threshold)/2⌋ + 1. A number that every count reaches is 0;
/// for one that no count reaches, 0 is stored and the answer flipped. Bits that hold no filter reach nothing: their
/// count is 0.
/// </remarks>
internal sealed class SlicedThresholds : SumThresholds
{
    private readonly FrozenDictionary<int, byte[]> _planes;
    private readonly int _count;
    private readonly int _run;

    /// <param name="finish">What becomes of a sum.</param>
    /// <param name="filters">How many there are.</param>
    /// <param name="signs">The numbers of signs.</param>
    /// <param name="planes">Planes of a count.</param>
    public SlicedThresholds(SumFinish finish, int filters, IEnumerable<int> signs, int planes)
        : base(finish, filters, signs.Max())
    {
        _count = planes;
        _run = SignFormat.Bytes.RunBytes(filters);
        _planes = signs.Distinct().ToFrozenDictionary(number => number, Of);
    }

    /// <summary>The planes of a pixel's thresholds, and a last one of those that are the other way about.</summary>
    /// <param name="signs">Signs that were compared.</param>
    public ReadOnlySpan<byte> Planes(int signs) => _planes[signs];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private byte[] Of(int signs)
    {
        var planes = new byte[(_count + 1) * _run];
        for (var i = 0; i < _run * 8; i++)
        {
            // Bits that hold no filter get the largest number.
            var (number, flip) = ((1L << _count) - 1, false);
            if (i < Filters)
            {
                number = (long)Math.Floor((signs - (double)Least[i]) / 2) + 1;
                flip = ((Flips[i / 8] >> (i % 8)) & 1) != 0;
                if (number > signs) (number, flip) = (0, !flip);
                number = Math.Max(number, 0);
            }

            for (var plane = 0; plane <= _count; plane++)
            {
                var set = plane == _count ? flip : ((number >> plane) & 1) != 0;
                if (set) planes[(plane * _run) + (i / 8)] |= (byte)(1 << (i % 8));
            }
        }

        return planes;
    }
}
