using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Packed.Kernels.Pointwise;

/// <summary>The activations that are comparisons, eight numbers at a time; the others are the scalar's.</summary>
internal static class VectorActivation
{
    public static void Run(ActivationFunction function, Span<float> values, float? alpha = null)
    {
        var done = function != ActivationFunction.Linear && Bounds(function) is { } bounds
            ? Clamp(values, bounds.Low, bounds.High)
            : 0;
        ScalarActivation.Run(function, values[done..], alpha);
    }

    /// <summary>The bounds of an activation that is min(max(x, low), high); null for any other.</summary>
    public static (float Low, float High)? Bounds(ActivationFunction function) => function switch
    {
        ActivationFunction.Linear => (float.NegativeInfinity, float.PositiveInfinity),
        ActivationFunction.Relu => (0, float.PositiveInfinity),
        ActivationFunction.Relu6 => (0, 6),
        ActivationFunction.Relu1 => (0, 1),
        ActivationFunction.HardTanh => (-1, 1),
        _ => null,
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Clamp(Span<float> values, float least, float most)
    {
        var (low, high) = (Vector256.Create(least), Vector256.Create(most));
        ref var first = ref MemoryMarshal.GetReference(values);
        var i = 0;
        for (; i <= values.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            var x = Vector256.LoadUnsafe(ref first, (nuint)i);
            Vector256.Min(Vector256.Max(x, low), high).StoreUnsafe(ref first, (nuint)i);
        }

        return i;
    }
}
