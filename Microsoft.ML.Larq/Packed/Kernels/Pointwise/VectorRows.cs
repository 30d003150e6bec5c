using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Larq.Packed.Kernels.Pointwise;

/// <summary>Products of a tensor with rows that repeat, eight numbers at a time; the bits of a plain loop.</summary>
internal static class VectorRows
{
    private static readonly int Count = Vector256<float>.Count;

    /// <summary>x ← x·y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(Span<float> x, ReadOnlySpan<float> y)
    {
        ref var to = ref MemoryMarshal.GetReference(x);
        ref var from = ref MemoryMarshal.GetReference(y[..x.Length]);
        var i = 0;
        for (; i <= x.Length - Count; i += Count)
        {
            var product = Vector256.LoadUnsafe(ref to, (nuint)i) * Vector256.LoadUnsafe(ref from, (nuint)i);
            product.StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < x.Length; i++) x[i] *= y[i];
    }

    /// <summary>x ← x·number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(Span<float> x, float number)
    {
        ref var to = ref MemoryMarshal.GetReference(x);
        var factor = Vector256.Create(number);
        var i = 0;
        for (; i <= x.Length - Count; i += Count)
            (Vector256.LoadUnsafe(ref to, (nuint)i) * factor).StoreUnsafe(ref to, (nuint)i);
        for (; i < x.Length; i++) x[i] *= number;
    }

    /// <summary>x ← x where x &gt; 0, otherwise slope·x. A NaN is not above 0 and stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Leak(Span<float> x, ReadOnlySpan<float> slopes)
    {
        ref var to = ref MemoryMarshal.GetReference(x);
        ref var from = ref MemoryMarshal.GetReference(slopes[..x.Length]);
        var i = 0;
        for (; i <= x.Length - Count; i += Count)
        {
            var value = Vector256.LoadUnsafe(ref to, (nuint)i);
            var leaked = value * Vector256.LoadUnsafe(ref from, (nuint)i);
            Vector256.ConditionalSelect(Vector256.GreaterThan(value, Vector256<float>.Zero), value, leaked)
                .StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < x.Length; i++) x[i] = x[i] > 0 ? x[i] : x[i] * slopes[i];
    }
}
