using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Larq.Packed.Kernels.Pointwise;

/// <summary>Sums and products of whole tensors, eight numbers at a time; the bits of a plain loop.</summary>
internal static class VectorArithmetic
{
    private static readonly int Count = Vector256<float>.Count;

    /// <summary>x ← x + y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(Span<float> x, ReadOnlySpan<float> y)
    {
        ref var to = ref MemoryMarshal.GetReference(x);
        ref var from = ref MemoryMarshal.GetReference(y[..x.Length]);
        var i = 0;
        for (; i <= x.Length - Count; i += Count)
        {
            var sum = Vector256.LoadUnsafe(ref to, (nuint)i) + Vector256.LoadUnsafe(ref from, (nuint)i);
            sum.StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < x.Length; i++) x[i] += y[i];
    }

    /// <summary>Adds a row to every row of a tensor; nothing where the row is empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRows(Span<float> rows, ReadOnlySpan<float> row)
    {
        if (row.IsEmpty) return;
        for (; !rows.IsEmpty; rows = rows[row.Length..]) Add(rows[..row.Length], row);
    }

    /// <summary>Every row of a tensor times a row; nothing where the row is empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyRows(Span<float> rows, ReadOnlySpan<float> row)
    {
        if (row.IsEmpty) return;
        for (; !rows.IsEmpty; rows = rows[row.Length..]) VectorRows.Multiply(rows[..row.Length], row);
    }

    /// <summary>Every row times a row, then plus a row, in place; nothing where the rows are empty.</summary>
    public static void ScaleRows(Span<float> rows, ReadOnlySpan<float> scale, ReadOnlySpan<float> offset)
    {
        if (!scale.IsEmpty) ScaleRows(rows, scale, offset, rows);
    }

    /// <summary>Every row times a row, then plus a row: two roundings, never fused.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScaleRows(
        ReadOnlySpan<float> rows, ReadOnlySpan<float> scale, ReadOnlySpan<float> offset, Span<float> output)
    {
        ref var times = ref MemoryMarshal.GetReference(scale);
        ref var plus = ref MemoryMarshal.GetReference(offset);
        for (var start = 0; start < rows.Length; start += scale.Length)
        {
            var from = rows.Slice(start, scale.Length);
            var to = output.Slice(start, scale.Length);
            ref var x = ref MemoryMarshal.GetReference(from);
            ref var y = ref MemoryMarshal.GetReference(to);
            var i = 0;
            for (; i <= from.Length - Count; i += Count)
            {
                var product = Vector256.LoadUnsafe(ref x, (nuint)i) * Vector256.LoadUnsafe(ref times, (nuint)i);
                (product + Vector256.LoadUnsafe(ref plus, (nuint)i)).StoreUnsafe(ref y, (nuint)i);
            }

            for (; i < from.Length; i++)
            {
                var product = from[i] * scale[i];
                to[i] = product + offset[i];
            }
        }
    }
}
