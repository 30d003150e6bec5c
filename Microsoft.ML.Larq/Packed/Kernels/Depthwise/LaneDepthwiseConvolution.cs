using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Microsoft.ML.Larq.Packed.Kernels.Float;
using Microsoft.ML.Larq.Packed.Kernels.Packing;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Kernels.Widths;

namespace Microsoft.ML.Larq.Packed.Kernels.Depthwise;

/// <summary>
/// Convolves each channel on its own, channels across lanes and four pixels at a time; the bits of
/// <see cref="ScalarFloatConvolution"/>.
/// </summary>
/// <remarks>
/// Weights lie as they come: for each tap one number a filter, and filter c·multiplier + k reads channel c. With a
/// multiplier the image is spread out first, each number as often, so that filters and inputs lie side by side. Taps
/// outside the image are left out for pad 0, otherwise they read a pixel of padding. Where the stride is the dilation,
/// a tap reads for one pixel what the tap before it reads for the next one, so each input of a row of taps is loaded
/// once. The last eight filters may cover some of those before again, which gives the same numbers again.
/// </remarks>
/// <typeparam name="TWidth">How wide the loops run.</typeparam>
internal sealed unsafe class LaneDepthwiseConvolution<TWidth> : FloatConvolution
    where TWidth : struct, IVectorWidth
{
    private const int Pixels = 4;
    private static readonly int Lanes = Vector256<float>.Count;

    private readonly AlignedArray<float> _weights = new(0);
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
            _weights = new AlignedArray<float>(weights.Length);
            weights.CopyTo(_weights.Span);
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
        (TapWords * Shape.Taps) + (((long)SpreadWeights + SpreadImage + (Pixels * Shape.Filters) + 1) / 2)));

    // Shared out by rows of the output.
    public override int Shares(int most) => Math.Min(most, _rows.Length);

    private static int TapWords => sizeof(Tap) / sizeof(ulong);

    private int SpreadWeights => _signs.Length == 0 ? 0 : Shape.Taps * Shape.Filters;

    private int SpreadImage => Shape.GroupFilters == 1 ? 0 : checked(Shape.Height * Shape.Width * Shape.Filters);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(
        ReadOnlySpan<float> input, Span<ulong> scratch, SumFinish finish, Span<float> output, int rows, Share share,
        ReadOnlySpan<float> shortcut)
    {
        var numbers = MemoryMarshal.Cast<ulong, float>(scratch[(TapWords * Shape.Taps)..]);
        var kernel = _weights.Span;
        if (_signs.Length > 0)
        {
            kernel = numbers[..SpreadWeights];
            ScalarSigns.Unpack(_signs, kernel);
        }

        var (first, end) = share.Stretch(_rows.Length);
        fixed (ulong* taps = scratch)
        fixed (float* weights = kernel, pad = _pad, to = output, other = shortcut)
        fixed (float* sums = numbers.Slice(SpreadWeights + SpreadImage, Pixels * Shape.Filters))
        {
            var delta = other is null ? 0 : (nint)(other - to);
            var target = new Target(finish, sums, delta);
            for (var row = 0; row < rows; row++)
            {
                var image = input.Slice(row * (input.Length / rows), input.Length / rows);
                if (Shape.GroupFilters > 1) image = Spread(image, numbers.Slice(SpreadWeights, SpreadImage));
                fixed (float* from = image)
                {
                    for (var y = first; y < end; y++)
                        Row(y, from, weights, pad, (Tap*)taps, target, to + ((nint)row * (output.Length / rows)));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ReadOnlySpan<float> Spread(ReadOnlySpan<float> input, Span<float> spread)
    {
        var times = Shape.GroupFilters;
        for (var i = 0; i < input.Length; i++) spread.Slice(i * times, times).Fill(input[i]);
        return spread;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Row(int y, float* input, float* weights, float* pad, Tap* taps, in Target target, float* output)
    {
        var to = output + ((nint)y * _columns.Length * Shape.Filters);
        for (var x = 0; x < _columns.Length;)
        {
            var end = x + 1;
            var (first, last) = (_columns[x].First, _columns[x].End);
            while (end < _columns.Length && _columns[end].First == first && _columns[end].End == last) end++;
            var count = Taps(_rows[y], _columns[x], input, weights, pad, taps);
            for (var start = x; x < end;)
            {
                var several = end - x >= Pixels;
                Tile(several, taps, count, x - start, target.Sums);
                SumsToNumbers<TWidth>.Write(
                    target.Finish, target.Sums, Shape.Filters, several ? Pixels : 1, 0, Shape.Filters,
                    to + ((nint)x * Shape.Filters), Shape.Filters, target.Shortcut);
                x += several ? Pixels : 1;
            }
        }
    }

    // What one pixel adds up, in the order of the taps; of several consecutive pixels, the first.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Taps(in TapRange rows, in TapRange columns, float* input, float* weights, float* pad, Tap* taps)
    {
        var (height, width) = Shape.Window.Kernel;
        var filters = (nint)Shape.Filters;
        var stride = Shape.Window.Strides.Width * filters;

        // Where a tap's next pixel is the next tap's own, taps of a row are one run.
        var together = Shape.Window.Strides.Width == Shape.Window.Dilation.Width;
        var count = 0;
        for (var row = 0; row < height; row++, weights += width * filters)
        {
            var line = input + ((nint)rows.Cell(row) * Shape.Width * filters);
            var (first, end) = row >= rows.First && row < rows.End ? (columns.First, columns.End) : (width, width);
            if (_pad.Length > 0 && first > 0) taps[count++] = new Tap(pad, 0, weights, first);
            for (var column = first; column < end;)
            {
                var run = together ? end - column : 1;
                var from = line + (columns.Cell(column) * filters);
                taps[count++] = new Tap(from, stride, weights + (column * filters), run);
                column += run;
            }

            if (_pad.Length > 0 && end < width)
                taps[count++] = new Tap(pad, 0, weights + (end * filters), width - end);
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Tile(bool several, Tap* taps, int count, nint at, float* output)
    {
        var filters = Shape.Filters;
        if (filters < Lanes)
        {
            for (var pixel = 0; pixel < (several ? Pixels : 1); pixel++, output += filters)
                Few(taps, count, at + pixel, new Span<float>(output, filters));
            return;
        }

        var filter = 0;
        for (; several && TWidth.HasSixteen && filter <= filters - (2 * Lanes); filter += 2 * Lanes)
            FourWide(taps, count, at, filter, output + filter, filters);
        for (; filter < filters; filter += Lanes)
        {
            filter = Math.Min(filter, filters - Lanes);
            if (several) Four(taps, count, at, filter, output + filter, filters);
            else One(taps, count, at, filter, filters).Store(output + filter);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourWide(Tap* taps, int count, nint at, int filter, float* output, nint filters)
    {
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        for (var tap = taps; tap < taps + count; tap++)
        {
            float* weights = tap->Weights + filter, x = tap->Input + (at * tap->Stride) + filter;
            var stride = tap->Stride;
            Vector512<float> x0 = Vector512.Load(x), x1 = Vector512.Load(x + stride);
            var x2 = Vector512.Load(x + (2 * stride));
            x += 3 * stride;

            // The usual run of taps without a loop, and without moving inputs from register to register.
            if (tap->Count == 3)
            {
                Vector512<float> x3 = Vector512.Load(x), x4 = Vector512.Load(x + stride);
                var x5 = Vector512.Load(x + (2 * stride));
                Vector512<float> w0 = Vector512.Load(weights), w1 = Vector512.Load(weights + filters);
                var w2 = Vector512.Load(weights + (2 * filters));
                s0 = s0 + (x0 * w0) + (x1 * w1) + (x2 * w2);
                s1 = s1 + (x1 * w0) + (x2 * w1) + (x3 * w2);
                s2 = s2 + (x2 * w0) + (x3 * w1) + (x4 * w2);
                s3 = s3 + (x3 * w0) + (x4 * w1) + (x5 * w2);
                continue;
            }

            for (var i = 0; i < tap->Count; i++, weights += filters, x += stride)
            {
                Vector512<float> weight = Vector512.Load(weights), x3 = Vector512.Load(x);
                s0 += x0 * weight;
                s1 += x1 * weight;
                s2 += x2 * weight;
                s3 += x3 * weight;
                (x0, x1, x2) = (x1, x2, x3);
            }
        }

        s0.Store(output);
        s1.Store(output + filters);
        s2.Store(output + (2 * filters));
        s3.Store(output + (3 * filters));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(Tap* taps, int count, nint at, int filter, float* output, nint filters)
    {
        Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
        for (var tap = taps; tap < taps + count; tap++)
        {
            float* weights = tap->Weights + filter, x = tap->Input + (at * tap->Stride) + filter;
            var stride = tap->Stride;
            Vector256<float> x0 = Vector256.Load(x), x1 = Vector256.Load(x + stride);
            var x2 = Vector256.Load(x + (2 * stride));
            x += 3 * stride;
            for (var i = 0; i < tap->Count; i++, weights += filters, x += stride)
            {
                Vector256<float> weight = Vector256.Load(weights), x3 = Vector256.Load(x);
                s0 += x0 * weight;
                s1 += x1 * weight;
                s2 += x2 * weight;
                s3 += x3 * weight;
                (x0, x1, x2) = (x1, x2, x3);
            }
        }

        s0.Store(output);
        s1.Store(output + filters);
        s2.Store(output + (2 * filters));
        s3.Store(output + (3 * filters));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector256<float> One(Tap* taps, int count, nint at, int filter, nint filters)
    {
        Vector256<float> sum = default;
        for (var tap = taps; tap < taps + count; tap++)
        {
            float* weights = tap->Weights + filter, x = tap->Input + (at * tap->Stride) + filter;
            for (var i = 0; i < tap->Count; i++, weights += filters, x += tap->Stride)
                sum += Vector256.Load(x) * Vector256.Load(weights);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Few(Tap* taps, int count, nint at, Span<float> sums)
    {
        sums.Clear();
        for (var tap = taps; tap < taps + count; tap++)
        {
            float* weights = tap->Weights, x = tap->Input + (at * tap->Stride);
            for (var i = 0; i < tap->Count; i++, weights += sums.Length, x += tap->Stride)
            {
                for (var filter = 0; filter < sums.Length; filter++)
                {
                    var product = x[filter] * weights[filter];
                    sums[filter] += product;
                }
            }
        }
    }

    /// <summary>What becomes of a tile's sums.</summary>
    /// <param name="finish">What becomes of them.</param>
    /// <param name="sums">Where they are put.</param>
    /// <param name="shortcut">Numbers from one of the output to what is added to it; 0 for nothing.</param>
    private readonly struct Target(SumFinish finish, float* sums, nint shortcut)
    {
        public readonly SumFinish Finish = finish;
        public readonly float* Sums = sums;
        public readonly nint Shortcut = shortcut;
    }

    /// <summary>Taps of a tile that follow each other, in the image and in the kernel.</summary>
    /// <param name="input">Inputs of the first tap for the first pixel.</param>
    /// <param name="stride">Numbers to the next pixel's, and to the next tap's; 0 for padding.</param>
    /// <param name="weights">One per filter; the next tap's follow.</param>
    /// <param name="count">Taps.</param>
    private readonly struct Tap(float* input, nint stride, float* weights, nint count)
    {
        public readonly float* Input = input;
        public readonly nint Stride = stride;
        public readonly float* Weights = weights;
        public readonly nint Count = count;
    }
}
