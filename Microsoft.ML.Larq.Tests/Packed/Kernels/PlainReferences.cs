using System.Numerics;

namespace Microsoft.ML.Larq.Tests.Packed.Kernels;

/// <summary>
/// What the README of each kernel folder shows: its computation in plain loops over plain arrays, nothing of the
/// engine's. <see cref="PlainReferenceTests"/> holds every kernel to it.
/// </summary>
internal static class PlainReferences
{
    public static float[] Convolve(
        float[] image, int height, int width, int channels, float[] weights, int size, int filters, int stride,
        float pad)
    {
        var (before, rows, columns) = (size / 2, (height + stride - 1) / stride, (width + stride - 1) / stride);
        var sums = new float[rows * columns * filters];
        for (var i = 0; i < sums.Length * size * size * channels; i++)
        {
            var (output, input) = Math.DivRem(i, size * size * channels);
            var (tap, c) = Math.DivRem(input, channels);
            var (y, x) = ((output / filters / columns * stride) - before + (tap / size),
                (output / filters % columns * stride) - before + (tap % size));
            var inside = y >= 0 && y < height && x >= 0 && x < width;
            var number = inside ? image[(((y * width) + x) * channels) + c] : pad;
            sums[output] += number * weights[(input * filters) + (output % filters)];
        }

        return sums;
    }

    public static ulong[] Pack(float[] run)
    {
        var words = new ulong[(run.Length + 63) / 64];
        for (var i = 0; i < run.Length; i++)
        {
            if (run[i] < 0) words[i / 64] |= 1UL << (i % 64);
        }

        return words;
    }

    public static int Level(float x, int planes)
    {
        var steps = (1 << planes) - 1;
        return x > 0 ? (int)MathF.Round(MathF.Min(x, 1) * steps, MidpointRounding.ToEven) : 0;
    }

    public static int Dot(ulong[] patch, ulong[] filter, int signs)
    {
        var different = 0;
        for (var i = 0; i < patch.Length; i++) different += BitOperations.PopCount(patch[i] ^ filter[i]);
        return signs - different - different;
    }

    public static int[] Count(ulong[] taps)
    {
        var (planes, counts) = (new ulong[8], new int[64]);
        foreach (var tap in taps)
        {
            var carry = tap;
            for (var j = 0; carry != 0; j++) (planes[j], carry) = (planes[j] ^ carry, planes[j] & carry);
        }

        for (var i = 0; i < 64 * 8; i++) counts[i % 64] += (int)((planes[i / 64] >> (i % 64)) & 1) << (i / 64);
        return counts;
    }

    public static int[] CountTile(ulong[] patches, int pixels, int stride, ulong[] weights, int filters, int steps)
    {
        var counts = new int[pixels * filters];
        for (var i = 0; i < counts.Length * steps; i++)
        {
            var (pixel, filter, step) = (i / steps / filters, i / steps % filters, i % steps);
            var (vector, lane) = ((filter / 16 * 2) + (filter % 2), filter % 16 / 2);
            var weight = weights[(((step * filters / 8) + vector) * 8) + lane];
            counts[i / steps] += BitOperations.PopCount(patches[(pixel * stride) + step] ^ weight);
        }

        return counts;
    }

    public static float Finish(
        float x, float factor, float centre, float unit, float bias, float low, float high, float scale, float offset)
    {
        x *= factor;
        x += centre;
        x *= unit;
        x += bias;
        x = MathF.Min(MathF.Max(x, low), high);
        x *= scale;
        return x + offset;
    }

    public static float Sum(float[] patch, float[] filter)
    {
        var sum = 0f;
        for (var i = 0; i < patch.Length; i++)
        {
            var product = patch[i] * filter[i];
            sum += product;
        }

        return sum;
    }

    public static float SumBySigns(float[] patch, bool[] isMinus)
    {
        var sum = 0f;
        for (var i = 0; i < patch.Length; i += 4) sum += (Signed(i) + Signed(i + 1)) + (Signed(i + 2) + Signed(i + 3));
        return sum;

        float Signed(int i) => i >= patch.Length ? 0 : isMinus[i] ? -patch[i] : patch[i];
    }

    public static float Pool(float[] cells, bool isMaximum)
    {
        var result = cells[0];
        foreach (var cell in cells[1..]) result = isMaximum ? MathF.Max(result, cell) : result + cell;
        return isMaximum ? result : result / cells.Length;
    }

    public static ulong Negative(float[] numbers)
    {
        var bits = 0UL;
        for (var i = 0; i < numbers.Length; i++) bits |= (numbers[i] < 0 ? 1UL : 0UL) << i;
        return bits;
    }
}
