using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Metrics;

/// <summary>
/// Comparisons with what was remembered that are made in one pass over plain memory, where Torch makes several with
/// results between them: they run in every step.
/// </summary>
internal static class PlainPasses
{
    /// <summary>What <see cref="NeverFlipped"/> writes over a sign that has changed.</summary>
    public const sbyte Flipped = 2;

    /// <summary>
    /// Counts the values that differ and remembers the present ones; null, and nothing done, where either does not lie
    /// in plain memory or they lie differently.
    /// </summary>
    public static long? CountFlips(Tensor now, Tensor before)
    {
        if (!now.LiesAs(before)) return null;
        using var present = now.InOrder(ScalarType.Float32);
        using var past = before.InOrder(ScalarType.Float32);
        return present is null || past is null ? null : CountFlips(present.Elements<float>(), past.Elements<float>());
    }

    /// <summary>
    /// The same of the values' signs, +1 or, below 0, −1, which so need not be made.
    /// </summary>
    public static long? CountSignFlips(Tensor latent, Tensor before)
    {
        if (!latent.LiesAs(before)) return null;
        using var present = latent.InOrder(ScalarType.Float32);
        using var past = before.InOrder(ScalarType.Float32);
        return present is null || past is null
            ? null
            : CountSignFlips(present.Elements<float>(), past.Elements<float>());
    }

    /// <summary>
    /// Marks remembered signs that differ from those of the present values; false, and nothing done, where either does
    /// not lie in plain memory or they lie differently.
    /// </summary>
    public static bool MarkFlips(Tensor now, Tensor signs)
    {
        if (!now.LiesAs(signs)) return false;
        using var present = now.InOrder(ScalarType.Float32);
        using var past = signs.InOrder(ScalarType.Int8);
        if (present is null || past is null) return false;
        MarkFlips(present.Elements<float>(), past.Elements<sbyte>());
        return true;
    }

    internal static long CountFlips(ReadOnlySpan<float> now, Span<float> before)
    {
        var present = MemoryMarshal.Cast<float, Vector256<float>>(now);
        var past = MemoryMarshal.Cast<float, Vector256<float>>(before)[..present.Length];
        var same = Vector256<int>.Zero;
        for (var i = 0; i < present.Length; i++)
        {
            var values = present[i];
            same -= Vector256.Equals(values, past[i]).AsInt32();
            past[i] = values;
        }

        long flips = (present.Length * Vector256<float>.Count) - Vector256.Sum(same);
        for (var i = present.Length * Vector256<float>.Count; i < now.Length; i++)
        {
            if (now[i] != before[i]) flips++;
            before[i] = now[i];
        }

        return flips;
    }

    internal static long CountSignFlips(ReadOnlySpan<float> latent, Span<float> before)
    {
        var present = MemoryMarshal.Cast<float, Vector256<float>>(latent);
        var past = MemoryMarshal.Cast<float, Vector256<float>>(before)[..present.Length];
        var same = Vector256<int>.Zero;
        for (var i = 0; i < present.Length; i++)
        {
            var below = Vector256.LessThan(present[i], Vector256<float>.Zero);
            var sign = Vector256.ConditionalSelect(below, -Vector256<float>.One, Vector256<float>.One);
            same -= Vector256.Equals(sign, past[i]).AsInt32();
            past[i] = sign;
        }

        long flips = (present.Length * Vector256<float>.Count) - Vector256.Sum(same);
        for (var i = present.Length * Vector256<float>.Count; i < latent.Length; i++)
        {
            var sign = latent[i] < 0 ? -1f : 1f;
            if (sign != before[i]) flips++;
            before[i] = sign;
        }

        return flips;
    }

    internal static void MarkFlips(ReadOnlySpan<float> now, Span<sbyte> signs)
    {
        var present = MemoryMarshal.Cast<float, Vector256<float>>(now);
        var past = MemoryMarshal.Cast<sbyte, Vector256<sbyte>>(signs);
        var mark = Vector256.Create(Flipped);
        for (var i = 0; i < past.Length; i++)
        {
            var four = present.Slice(4 * i, 4);
            var found = Vector256.Narrow(
                Vector256.Narrow(Sign(four[0]), Sign(four[1])), Vector256.Narrow(Sign(four[2]), Sign(four[3])));
            past[i] = Vector256.ConditionalSelect(Vector256.Equals(past[i], found), found, mark);
        }

        for (var i = past.Length * Vector256<sbyte>.Count; i < now.Length; i++)
        {
            var sign = now[i] > 0 ? 1 : now[i] < 0 ? -1 : 0;
            if (signs[i] != sign) signs[i] = Flipped;
        }
    }

    // Comparisons give −1 where they hold.
    private static Vector256<int> Sign(Vector256<float> values) =>
        Vector256.LessThan(values, Vector256<float>.Zero).AsInt32()
        - Vector256.GreaterThan(values, Vector256<float>.Zero).AsInt32();
}
