using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Packed;

/// <summary>
/// What becomes of a layer's sums: · factor, + centre, · unit, + bias, activation, · scale, + offset; each step rounded
/// to single precision, each left out where its array is empty.
/// </summary>
/// <param name="bias">One a filter, or none.</param>
/// <param name="activation">The function.</param>
/// <param name="scale">One a filter, or none; of a batch normalization that follows.</param>
/// <param name="offset">As many as <paramref name="scale"/>.</param>
/// <param name="factor">1, ½ or −½: what sums of signs are to those of numbers that are told by them.</param>
/// <param name="centers">One a filter, or none; halves of integers, so that the first two steps are exact.</param>
/// <param name="units">One a filter, or none; what 1 in the sum is worth.</param>
internal sealed unsafe class SumFinish(
    float[] bias, ActivationFunction activation, float[] scale, float[] offset, float factor, float[] centers,
    float[] units)
    : SumOutput
{
    private readonly bool _activates = activation != ActivationFunction.Linear;

    private readonly bool _isScaleAlone = bias.Length == 0 && activation == ActivationFunction.Linear
        && scale.Length > 0 && factor == 1 && centers.Length == 0 && units.Length == 0;

    // Whether the activation is none or min(max(x, low), high), and the bounds.
    private readonly bool _clamps = VectorActivation.Bounds(activation) is not null;
    private readonly float _low = VectorActivation.Bounds(activation)?.Low ?? 0;
    private readonly float _high = VectorActivation.Bounds(activation)?.High ?? 0;

    public SumFinish(float[] bias, ActivationFunction activation)
        : this(bias, activation, [], [], 1, [], [])
    {
    }

    /// <summary>For sums of signs that tell other numbers.</summary>
    public SumFinish(float[] bias, ActivationFunction activation, float factor, float[] centers)
        : this(bias, activation, [], [], factor, centers, [])
    {
    }

    /// <summary>Leaves sums as they are.</summary>
    public static SumFinish Nothing { get; } = new([], ActivationFunction.Linear);

    public long Bytes =>
        ((long)bias.Length + scale.Length + offset.Length + centers.Length + units.Length) * sizeof(float);

    /// <summary>Whether an activation can still be taken in.</summary>
    public bool CanActivate => !_activates && CanNormalize;

    /// <summary>Whether a batch normalization can still be taken in.</summary>
    public bool CanNormalize => scale.Length == 0;

    /// <summary>Whether a larger sum never gives a smaller number, or never a larger one, rounding included.</summary>
    public bool IsMonotone => _clamps;

    /// <summary>The same, with an activation after it.</summary>
    public SumFinish Then(ActivationFunction next) => new(bias, next, [], [], factor, centers, units);

    /// <summary>The same, with a batch normalization after it.</summary>
    public SumFinish Then(float[] nextScale, float[] nextOffset) =>
        new(bias, activation, nextScale, nextOffset, factor, centers, units);

    /// <summary>The same, 1 in the sum of each filter worth so many times as much; null for as much.</summary>
    public SumFinish Times(float[]? more) => more is null ? this : new(
        bias, activation, scale, offset, factor, centers,
        units.Length == 0 ? more : [.. units.Zip(more, (unit, times) => times * unit)]);

    /// <summary>The same for one pixel, where each has a bias of its own.</summary>
    /// <param name="pixel">The pixel.</param>
    /// <param name="filters">Filters of a pixel.</param>
    public SumFinish Of(int pixel, int filters) => new(
        bias.Length > 0 ? bias[(pixel * filters)..((pixel + 1) * filters)] : bias, activation, scale, offset, factor,
        centers, units);

    /// <summary>The same, with whole numbers added to the sums first.</summary>
    public SumFinish Plus(float[] numbers) => new(bias, activation, scale, offset, factor, numbers, units);

    /// <summary>Finishes whole pixels in place.</summary>
    public void Run(Span<float> sums)
    {
        if (factor != 1) VectorRows.Multiply(sums, factor);
        VectorArithmetic.AddRows(sums, centers);
        VectorArithmetic.MultiplyRows(sums, units);
        VectorArithmetic.AddRows(sums, bias);
        VectorActivation.Run(activation, sums);
        VectorArithmetic.ScaleRows(sums, scale, offset);
    }

    public override void Write(in CountTile<ushort> tile, int signs, byte* pixel, nint stride, nint shortcut) =>
        Write<ushort>(tile, signs, pixel, stride, shortcut);

    public override void Write(in CountTile<int> tile, int signs, byte* pixel, nint stride, nint shortcut) =>
        Write<int>(tile, signs, pixel, stride, shortcut);

    public override void Write(in CountTile<byte> tile, int signs, byte* pixel, nint stride, nint shortcut) =>
        Write<byte>(tile, signs, pixel, stride, shortcut);

    private void Write<TCount>(CountTile<TCount> tile, int signs, byte* pixel, nint stride, nint shortcut)
        where TCount : unmanaged
    {
        var (i, filter, filters) = (0, tile.Filter, tile.Filters);
        var counts = tile.Counts;
        var (width, pixels) = (tile.Width, tile.Pixels);
        ref var add = ref MemoryMarshal.GetArrayDataReference(bias);
        ref var times = ref MemoryMarshal.GetArrayDataReference(scale);
        ref var plus = ref MemoryMarshal.GetArrayDataReference(offset);
        var (adds, scales, centred, worth) = (bias.Length > 0, scale.Length > 0, centers.Length > 0, units.Length > 0);
        ref var centre = ref MemoryMarshal.GetArrayDataReference(centers);
        ref var unit = ref MemoryMarshal.GetArrayDataReference(units);
        if (_isScaleAlone) i = Scale(tile, signs, pixel, stride, shortcut);
        for (; _clamps && Avx512F.IsSupported && i <= filters - 16; i += 16)
        {
            var c = centred ? Vector512.LoadUnsafe(ref centre, (nuint)(filter + i)) : default;
            var u = worth ? Vector512.LoadUnsafe(ref unit, (nuint)(filter + i)) : default;
            var b = adds ? Vector512.LoadUnsafe(ref add, (nuint)(filter + i)) : default;
            var s = scales ? Vector512.LoadUnsafe(ref times, (nuint)(filter + i)) : default;
            var o = scales ? Vector512.LoadUnsafe(ref plus, (nuint)(filter + i)) : default;
            var from = counts + i;
            var to = pixel + ((filter + i) * sizeof(float));
            for (var p = 0; p < pixels; p++, to += stride, from += width)
            {
                var count = CountTile<TCount>.Load16(from);
                var x = Vector512.ConvertToSingle(Vector512.Create(signs) - count - count);
                if (factor != 1) x *= factor;
                if (centred) x += c;
                if (worth) x *= u;
                if (adds) x += b;
                if (_activates) x = Vector512.Min(Vector512.Max(x, Vector512.Create(_low)), Vector512.Create(_high));

                // Two roundings, as in training: a fused multiply-add would flip signs near a threshold.
                if (scales) x = (x * s) + o;
                if (shortcut != 0) x += Vector512.Load((float*)(to + shortcut));
                x.Store((float*)to);
            }
        }

        for (; _clamps && i <= filters - 8; i += 8)
        {
            var c = centred ? Vector256.LoadUnsafe(ref centre, (nuint)(filter + i)) : default;
            var u = worth ? Vector256.LoadUnsafe(ref unit, (nuint)(filter + i)) : default;
            var b = adds ? Vector256.LoadUnsafe(ref add, (nuint)(filter + i)) : default;
            var s = scales ? Vector256.LoadUnsafe(ref times, (nuint)(filter + i)) : default;
            var o = scales ? Vector256.LoadUnsafe(ref plus, (nuint)(filter + i)) : default;
            var from = counts + i;
            var to = pixel + ((filter + i) * sizeof(float));
            for (var p = 0; p < pixels; p++, to += stride, from += width)
            {
                var count = CountTile<TCount>.Load8(from);
                var x = Vector256.ConvertToSingle(Vector256.Create(signs) - count - count);
                if (factor != 1) x *= factor;
                if (centred) x += c;
                if (worth) x *= u;
                if (adds) x += b;
                if (_activates) x = Vector256.Min(Vector256.Max(x, Vector256.Create(_low)), Vector256.Create(_high));
                if (scales) x = (x * s) + o;
                if (shortcut != 0) x += Vector256.Load((float*)(to + shortcut));
                x.Store((float*)to);
            }
        }

        for (; i < filters; i++)
        {
            for (var p = 0; p < tile.Pixels; p++)
            {
                var count = tile.Load(p, i);
                var to = (float*)(pixel + (p * stride)) + filter + i;
                *to = One(signs - count - count, filter + i);
                if (shortcut != 0) *to += *(float*)((byte*)to + shortcut);
            }
        }
    }

    // The usual steps, without asking for the others every time.
    private int Scale<TCount>(CountTile<TCount> tile, int signs, byte* pixel, nint stride, nint shortcut)
        where TCount : unmanaged
    {
        var (i, filter, filters) = (0, tile.Filter, tile.Filters);
        var counts = tile.Counts;
        var (width, pixels) = (tile.Width, tile.Pixels);
        ref var times = ref MemoryMarshal.GetArrayDataReference(scale);
        ref var plus = ref MemoryMarshal.GetArrayDataReference(offset);
        for (; Avx512F.IsSupported && i <= filters - 16; i += 16)
        {
            var s = Vector512.LoadUnsafe(ref times, (nuint)(filter + i));
            var o = Vector512.LoadUnsafe(ref plus, (nuint)(filter + i));
            var from = counts + i;
            var to = pixel + ((filter + i) * sizeof(float));
            for (var p = 0; p < pixels; p++, to += stride, from += width)
            {
                var count = CountTile<TCount>.Load16(from);
                var x = (Vector512.ConvertToSingle(Vector512.Create(signs) - count - count) * s) + o;
                if (shortcut != 0) x += Vector512.Load((float*)(to + shortcut));
                x.Store((float*)to);
            }
        }

        for (; i <= filters - 8; i += 8)
        {
            var s = Vector256.LoadUnsafe(ref times, (nuint)(filter + i));
            var o = Vector256.LoadUnsafe(ref plus, (nuint)(filter + i));
            var from = counts + i;
            var to = pixel + ((filter + i) * sizeof(float));
            for (var p = 0; p < pixels; p++, to += stride, from += width)
            {
                var count = CountTile<TCount>.Load8(from);
                var x = (Vector256.ConvertToSingle(Vector256.Create(signs) - count - count) * s) + o;
                if (shortcut != 0) x += Vector256.Load((float*)(to + shortcut));
                x.Store((float*)to);
            }
        }

        return i;
    }

    /// <summary>Finishes some filters of some pixels, whose sums are those of the numbers themselves.</summary>
    /// <param name="sums">The sums, a line a pixel.</param>
    /// <param name="width">Numbers of a line.</param>
    /// <param name="pixels">Pixels.</param>
    /// <param name="filter">The first filter.</param>
    /// <param name="filters">How many of a line's numbers are filters.</param>
    /// <param name="pixel">Where the first pixel's first filter goes.</param>
    /// <param name="stride">Numbers from a pixel to the next.</param>
    /// <param name="shortcut">Numbers from one of them to what is added to it last; 0 for nothing.</param>
    public void Write(float* sums, int width, int pixels, int filter, int filters, float* pixel, nint stride,
        nint shortcut)
    {
        var i = 0;
        for (; _clamps && Vector512.IsHardwareAccelerated && i <= filters - 16; i += 16)
            Write16(sums + i, width, pixels, filter + i, pixel + filter + i, stride, shortcut);
        for (; _clamps && i <= filters - 8; i += 8)
            Write8(sums + i, width, pixels, filter + i, pixel + filter + i, stride, shortcut);
        for (; i < filters; i++)
        {
            var to = pixel + filter + i;
            for (var p = 0; p < pixels; p++, to += stride)
            {
                var x = One(sums[(p * width) + i], filter + i);
                *to = shortcut == 0 ? x : x + to[shortcut];
            }
        }
    }

    private void Write16(float* sums, int width, int pixels, int filter, float* to, nint stride, nint shortcut)
    {
        var (worth, adds, activates, scales) = (units.Length > 0, bias.Length > 0, _activates, scale.Length > 0);
        var u = worth ? Vector512.LoadUnsafe(ref units[0], (nuint)filter) : default;
        var b = adds ? Vector512.LoadUnsafe(ref bias[0], (nuint)filter) : default;
        var s = scales ? Vector512.LoadUnsafe(ref scale[0], (nuint)filter) : default;
        var o = scales ? Vector512.LoadUnsafe(ref offset[0], (nuint)filter) : default;
        var (low, high) = (Vector512.Create(_low), Vector512.Create(_high));
        for (var p = 0; p < pixels; p++, sums += width, to += stride)
        {
            var x = Vector512.Load(sums);
            if (worth) x *= u;
            if (adds) x += b;
            if (activates) x = Vector512.Min(Vector512.Max(x, low), high);
            if (scales) x = (x * s) + o;
            if (shortcut != 0) x += Vector512.Load(to + shortcut);
            x.Store(to);
        }
    }

    private void Write8(float* sums, int width, int pixels, int filter, float* to, nint stride, nint shortcut)
    {
        var (worth, adds, activates, scales) = (units.Length > 0, bias.Length > 0, _activates, scale.Length > 0);
        var u = worth ? Vector256.LoadUnsafe(ref units[0], (nuint)filter) : default;
        var b = adds ? Vector256.LoadUnsafe(ref bias[0], (nuint)filter) : default;
        var s = scales ? Vector256.LoadUnsafe(ref scale[0], (nuint)filter) : default;
        var o = scales ? Vector256.LoadUnsafe(ref offset[0], (nuint)filter) : default;
        var (low, high) = (Vector256.Create(_low), Vector256.Create(_high));
        for (var p = 0; p < pixels; p++, sums += width, to += stride)
        {
            var x = Vector256.Load(sums);
            if (worth) x *= u;
            if (adds) x += b;
            if (activates) x = Vector256.Min(Vector256.Max(x, low), high);
            if (scales) x = (x * s) + o;
            if (shortcut != 0) x += Vector256.Load(to + shortcut);
            x.Store(to);
        }
    }

    /// <summary>Finishes the sum of one filter.</summary>
    public float One(float x, int filter)
    {
        x *= factor;
        if (centers.Length > 0) x += centers[filter];
        if (units.Length > 0) x *= units[filter];
        if (bias.Length > 0) x += bias[filter];
        if (_activates) ScalarActivation.Run(activation, new Span<float>(ref x));
        if (scale.Length == 0) return x;
        var product = x * scale[filter];
        return product + offset[filter];
    }
}
