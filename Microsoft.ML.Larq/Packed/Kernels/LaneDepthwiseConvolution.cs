using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Larq.Packed;

/// <summary>
/// Convolves each channel on its own, channels across lanes and four pixels at a time; the bits of
/// <see cref="ScalarFloatConvolution"/>.
/// </summary>
/// <remarks>
/// Weights lie as they come: for each tap one number a filter, and filter c·multiplier + k reads channel c. With a
/// multiplier the image is spread out first, each number as often, so that filters and inputs lie side by side. Taps
/// outside the image are left out for pad 0, otherwise they read a pixel of padding. The last eight filters may cover
/// some of those before again, which gives the same numbers again.
/// </remarks>
internal sealed unsafe class LaneDepthwiseConvolution : FloatConvolution
{
    private const int Pixels = 4;
    private static readonly int Lanes = Vector256<float>.Count;

    private readonly float[] _weights = [];
    private readonly ulong[] _signs = [];
    private readonly float[] _pad;
    private readonly TapRange[] _rows;
    private readonly TapRange[] _columns;

    public LaneDepthwiseConvolution(ConvolutionShape shape, ReadOnlySpan<float> weights, float pad, bool signs)
        : base(shape)
    {
        if (signs)
        {
            _signs = new ulong[Bits.Words(weights.Length)];
            ScalarSigns.Pack(weights, weights.Length, _signs);
        }
        else
        {
            _weights = weights.ToArray();
        }

        _pad = pad == 0 ? [] : new float[shape.Filters];
        Array.Fill(_pad, pad);
        var window = shape.Window;
        _rows = [.. Enumerable.Range(0, window.Rows.Output).Select(y => TapRange.Row(window, y, shape.Height))];
        _columns = [.. Enumerable.Range(0, window.Columns.Output).Select(x => TapRange.Column(window, x, shape.Width))];
    }

    public override string Name => "vector depthwise";

    public override long Bytes => ((long)_weights.Length * sizeof(float)) + ((long)_signs.Length * sizeof(ulong));

    public override int ScratchWords => checked((int)(
        (TapWords * Shape.Taps) + (((long)SpreadWeights + SpreadImage + 1) / 2)));

    private static int TapWords => sizeof(Tap) / sizeof(ulong);

    private int SpreadWeights => _signs.Length == 0 ? 0 : Shape.Taps * Shape.Filters;

    private int SpreadImage => Shape.GroupFilters == 1 ? 0 : checked(Shape.Height * Shape.Width * Shape.Filters);

    public override void Run(
        ReadOnlySpan<float> input, Span<ulong> scratch, SumFinish finish, Span<float> output, int rows, Share share,
        ReadOnlySpan<float> shortcut)
    {
        var (from, to) = (input.Length / rows, output.Length / rows);
        for (var row = 0; row < rows; row++)
            Image(input.Slice(row * from, from), scratch, output.Slice(row * to, to));
        finish.Run(output);
        if (!shortcut.IsEmpty) VectorArithmetic.Add(output, shortcut);
    }

    private void Image(ReadOnlySpan<float> input, Span<ulong> scratch, Span<float> output)
    {
        var numbers = MemoryMarshal.Cast<ulong, float>(scratch[(TapWords * Shape.Taps)..]);
        var kernel = _weights.AsSpan();
        if (_signs.Length > 0)
        {
            kernel = numbers[..SpreadWeights];
            ScalarSigns.Unpack(_signs, kernel);
        }

        if (Shape.GroupFilters > 1) input = Spread(input, numbers.Slice(SpreadWeights, SpreadImage));
        fixed (ulong* taps = scratch)
        fixed (float* from = input, weights = kernel, pad = _pad, to = output)
        {
            for (var y = 0; y < _rows.Length; y++) Row(y, from, weights, pad, (Tap*)taps, to);
        }
    }

    private ReadOnlySpan<float> Spread(ReadOnlySpan<float> input, Span<float> spread)
    {
        var times = Shape.GroupFilters;
        for (var i = 0; i < input.Length; i++) spread.Slice(i * times, times).Fill(input[i]);
        return spread;
    }

    private void Row(int y, float* input, float* weights, float* pad, Tap* taps, float* output)
    {
        for (var x = 0; x < _columns.Length;)
        {
            var end = x + 1;
            var (first, last) = (_columns[x].First, _columns[x].End);
            while (end < _columns.Length && _columns[end].First == first && _columns[end].End == last) end++;
            for (; x < end; x++)
            {
                var several = end - x >= Pixels;
                var count = Taps(_rows[y], _columns[x], input, weights, pad, taps);
                Tile(several, taps, count, output + (((nint)y * _columns.Length) + x) * Shape.Filters);
                if (several) x += Pixels - 1;
            }
        }
    }

    // What the first pixel of a tile adds up, in the order of the taps.
    private int Taps(in TapRange rows, in TapRange columns, float* input, float* weights, float* pad, Tap* taps)
    {
        var (height, width) = Shape.Window.Kernel;
        var filters = (nint)Shape.Filters;
        var stride = Shape.Window.Strides.Width * filters;
        var count = 0;
        for (var row = 0; row < height; row++)
        {
            var line = input + ((nint)rows.Cell(row) * Shape.Width * filters);
            var inside = row >= rows.First && row < rows.End;
            for (var column = 0; column < width; column++, weights += filters)
            {
                if (inside && column >= columns.First && column < columns.End)
                    taps[count++] = new Tap(line + (columns.Cell(column) * filters), stride, weights);
                else if (_pad.Length > 0)
                    taps[count++] = new Tap(pad, 0, weights);
            }
        }

        return count;
    }

    private void Tile(bool several, Tap* taps, int count, float* output)
    {
        var filters = Shape.Filters;
        if (filters < Lanes)
        {
            for (var pixel = 0; pixel < (several ? Pixels : 1); pixel++, output += filters)
                Few(taps, count, pixel, new Span<float>(output, filters));
            return;
        }

        for (var filter = 0; filter < filters; filter += Lanes)
        {
            filter = Math.Min(filter, filters - Lanes);
            if (several) Four(taps, count, filter, output + filter, filters);
            else One(taps, count, filter).Store(output + filter);
        }
    }

    private static void Four(Tap* taps, int count, int filter, float* output, nint filters)
    {
        Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
        for (var tap = taps; tap < taps + count; tap++)
        {
            var weight = Vector256.Load(tap->Weights + filter);
            var x = tap->Input + filter;
            s0 += Vector256.Load(x) * weight;
            s1 += Vector256.Load(x + tap->Stride) * weight;
            s2 += Vector256.Load(x + (2 * tap->Stride)) * weight;
            s3 += Vector256.Load(x + (3 * tap->Stride)) * weight;
        }

        s0.Store(output);
        s1.Store(output + filters);
        s2.Store(output + (2 * filters));
        s3.Store(output + (3 * filters));
    }

    private static Vector256<float> One(Tap* taps, int count, int filter)
    {
        Vector256<float> sum = default;
        for (var tap = taps; tap < taps + count; tap++)
            sum += Vector256.Load(tap->Input + filter) * Vector256.Load(tap->Weights + filter);
        return sum;
    }

    private static void Few(Tap* taps, int count, int pixel, Span<float> sums)
    {
        sums.Clear();
        for (var tap = taps; tap < taps + count; tap++)
        {
            for (var i = 0; i < sums.Length; i++)
            {
                var product = tap->Input[(pixel * tap->Stride) + i] * tap->Weights[i];
                sums[i] += product;
            }
        }
    }

    /// <summary>One tap of a tile.</summary>
    /// <param name="input">Inputs of the first pixel; the next's lie <paramref name="stride"/> numbers on.</param>
    /// <param name="stride">0 for a pixel of padding.</param>
    /// <param name="weights">One a filter.</param>
    private readonly struct Tap(float* input, nint stride, float* weights)
    {
        public readonly float* Input = input;
        public readonly nint Stride = stride;
        public readonly float* Weights = weights;
    }
}
