using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Larq.Packed.Kernels.Sums;

/// <summary>
/// Corrects the counts of pixels whose taps partly fall outside an image that is padded with 0.
/// </summary>
/// <remarks>
/// Outside the image their patches have +1, from which a filter differs where its weights are −1. That number is
/// subtracted from the count again, and K is smaller by these taps. Pixels with the same taps outside share the
/// numbers.
/// </remarks>
internal sealed class Borders<TCount>
    where TCount : unmanaged, INumber<TCount>
{
    private readonly int[] _signs;
    private readonly int[] _classes;
    private readonly TCount[][] _negatives;

    /// <param name="shape">The geometry.</param>
    /// <param name="values">Weights of ±1, row-major (height, width, channels/groups, filters).</param>
    /// <param name="pad">What lies around the image: −1, 0 or +1.</param>
    public Borders(ConvolutionShape shape, ReadOnlySpan<float> values, int pad)
    {
        var (window, line) = (shape.Window, shape.GroupChannels * shape.Filters);
        var pixels = window.Rows.Output * window.Columns.Output;
        _signs = new int[pixels];
        _classes = new int[pixels];
        Array.Fill(_signs, shape.Taps * shape.GroupChannels);
        Array.Fill(_classes, -1);
        var negatives = new List<TCount[]>();
        var known = new Dictionary<(int, int, int, int), int>();
        for (var pixel = 0; shape.Padded && pad == 0 && pixel < pixels; pixel++)
        {
            var (y, x) = Math.DivRem(pixel, window.Columns.Output);
            var rows = TapRange.Row(window, y, shape.Height);
            var columns = TapRange.Column(window, x, shape.Width);
            _signs[pixel] = shape.GroupChannels * rows.Count * columns.Count;
            if (rows.Count * columns.Count == shape.Taps) continue;
            var key = (rows.First, rows.End, columns.First, columns.End);
            if (!known.TryGetValue(key, out var place))
            {
                known.Add(key, place = negatives.Count);
                negatives.Add(new TCount[shape.Filters]);
                for (var tap = 0; tap < shape.Taps; tap++)
                {
                    var (row, column) = Math.DivRem(tap, window.Kernel.Width);
                    if (row < rows.First || row >= rows.End || column < columns.First || column >= columns.End)
                        Count(values.Slice(tap * line, line), negatives[place]);
                }
            }

            _classes[pixel] = place;
        }

        _negatives = [.. negatives];
    }

    public long Bytes => _negatives.Sum(row => (long)row.Length * Marshal.SizeOf<TCount>());

    /// <summary>Whether every pixel counts all signs.</summary>
    public bool None => _negatives.Length == 0;

    /// <summary>Signs that count for a pixel.</summary>
    public int Signs(int pixel) => _signs[pixel];

    /// <summary>Whether a pixel has taps outside.</summary>
    public bool Touch(int pixel) => _classes[pixel] >= 0;

    /// <summary>Pixels from one on that have no taps outside, no more than asked for; 1 where it has some.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Alike(int pixel, int most)
    {
        var count = 0;
        while (count < most && !Touch(pixel + count)) count++;
        return Math.Max(1, count);
    }

    /// <summary>Takes off what lies outside the image for some filters of a pixel that has such taps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Correct(int pixel, int filter, Span<TCount> counts)
    {
        var negatives = _negatives[_classes[pixel]].AsSpan(filter, counts.Length);
        var i = 0;
        for (; i <= counts.Length - Vector<TCount>.Count; i += Vector<TCount>.Count)
            (new Vector<TCount>(counts[i..]) - new Vector<TCount>(negatives[i..])).CopyTo(counts[i..]);
        for (; i < counts.Length; i++) counts[i] -= negatives[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Count(ReadOnlySpan<float> weights, TCount[] negatives)
    {
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] < 0) negatives[i % negatives.Length]++;
        }
    }
}
