using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Larq.Layers;

/// <summary>
/// Rows of numbers that are 0 or ±s with one s, as bits: what a thermometer gives, and what a dropout leaves of it.
/// </summary>
internal sealed class SignRows
{
    private const int Word = 64;

    private readonly ulong[] _negative;
    private readonly ulong[] _present;
    private readonly int[] _counts;

    private SignRows(int count, int width, float scale)
    {
        (Count, Width, Scale) = (count, width, scale);
        Words = ((width - 1) / Word) + 1;
        _negative = new ulong[count * Words];
        _present = new ulong[count * Words];
        _counts = new int[count];
    }

    /// <summary>Rows.</summary>
    public int Count { get; }

    /// <summary>Numbers of a row.</summary>
    public int Width { get; }

    /// <summary>s.</summary>
    public float Scale { get; }

    /// <summary>Words of a row.</summary>
    public int Words { get; }

    /// <summary>Whether no number is 0.</summary>
    public bool IsFull { get; private set; } = true;

    /// <summary>The rows as bits; null where their numbers are others, or all are 0.</summary>
    /// <param name="numbers">Row by row.</param>
    /// <param name="width">Numbers of a row, at least 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static SignRows? Of(ReadOnlySpan<float> numbers, int width)
    {
        var first = numbers.IndexOfAnyExcept(0f);
        if (first < 0) return null;
        var rows = new SignRows(numbers.Length / width, width, Math.Abs(numbers[first]));
        if (!float.IsFinite(rows.Scale)) return null;
        for (var row = 0; row < rows.Count; row++)
        {
            if (!rows.Take(row, numbers.Slice(row * width, width))) return null;
            rows.IsFull &= rows._counts[row] == width;
        }

        return rows;
    }

    /// <summary>Bits of the numbers below 0, of which 64 at most: those from <paramref name="numbers"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Below(ReadOnlySpan<float> numbers)
    {
        if (numbers.Length >= Word)
        {
            var sixteen = MemoryMarshal.Cast<float, Vector512<float>>(numbers[..Word]);
            return Vector512.LessThan(sixteen[0], Vector512<float>.Zero).ExtractMostSignificantBits()
                | (Vector512.LessThan(sixteen[1], Vector512<float>.Zero).ExtractMostSignificantBits() << 16)
                | (Vector512.LessThan(sixteen[2], Vector512<float>.Zero).ExtractMostSignificantBits() << 32)
                | (Vector512.LessThan(sixteen[3], Vector512<float>.Zero).ExtractMostSignificantBits() << 48);
        }

        var bits = 0UL;
        for (var i = 0; i < numbers.Length; i++) bits |= (numbers[i] < 0 ? 1UL : 0) << i;
        return bits;
    }

    /// <summary>
    /// Products with four rows of signs: Scale · Σ (number / Scale) · sign, the sum a whole number, rounded once.
    /// </summary>
    /// <param name="signs">Four rows of words, 1 where −1.</param>
    /// <param name="products">Those of a row of numbers stand side by side.</param>
    /// <param name="stride">From one row's products to the next's.</param>
    /// <param name="wanted">How many of the four are wanted.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Multiply(ReadOnlySpan<ulong> signs, Span<float> products, int stride, int wanted)
    {
        var first = signs[..Words];
        var second = signs.Slice(Words, first.Length);
        var third = signs.Slice(2 * Words, first.Length);
        var fourth = signs.Slice(3 * Words, first.Length);
        for (var row = 0; row < Count; row++)
        {
            var negative = _negative.AsSpan(row * Words, first.Length);
            var present = _present.AsSpan(row * Words, first.Length);
            var (a, b, c, d) = (0, 0, 0, 0);
            for (var i = 0; i < first.Length; i++)
            {
                var (minus, there) = (negative[i], present[i]);
                a += BitOperations.PopCount((minus ^ first[i]) & there);
                b += BitOperations.PopCount((minus ^ second[i]) & there);
                c += BitOperations.PopCount((minus ^ third[i]) & there);
                d += BitOperations.PopCount((minus ^ fourth[i]) & there);
            }

            var place = products.Slice(row * stride, wanted);
            var count = _counts[row];
            place[0] = Scale * (count - (2 * a));
            if (wanted > 1) place[1] = Scale * (count - (2 * b));
            if (wanted > 2) place[2] = Scale * (count - (2 * c));
            if (wanted > 3) place[3] = Scale * (count - (2 * d));
        }
    }

    private bool Take(int row, ReadOnlySpan<float> numbers)
    {
        var negative = _negative.AsSpan(row * Words, Words);
        var present = _present.AsSpan(row * Words, Words);
        var count = 0;
        for (var word = 0; word < Words; word++)
        {
            var part = numbers.Slice(word * Word, Math.Min(Word, numbers.Length - (word * Word)));
            var (below, there) = (Below(part), 0UL);
            if (part.Length == Word)
            {
                var vectors = MemoryMarshal.Cast<float, Vector512<float>>(part);
                var scale = Vector512.Create(Scale);
                var others = 0UL;
                for (var i = 0; i < vectors.Length; i++)
                {
                    var equal = Vector512.Equals(Vector512.Abs(vectors[i]), scale).ExtractMostSignificantBits();
                    var zero = Vector512.Equals(vectors[i], Vector512<float>.Zero).ExtractMostSignificantBits();
                    there |= equal << (16 * i);
                    others |= (equal | zero) ^ 0xffff;
                }

                if (others != 0) return false;
            }
            else
            {
                for (var i = 0; i < part.Length; i++)
                {
                    if (Math.Abs(part[i]) == Scale) there |= 1UL << i;
                    else if (part[i] != 0) return false;
                }
            }

            (negative[word], present[word]) = (below, there);
            count += BitOperations.PopCount(there);
        }

        _counts[row] = count;
        return true;
    }
}
