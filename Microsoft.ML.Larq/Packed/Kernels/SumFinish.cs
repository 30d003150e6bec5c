using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Packed;

/// <summary>
/// What becomes of a layer's sums: + bias, activation, · scale, + offset; each step rounded to single precision, each
/// left out where its array is empty.
/// </summary>
/// <param name="bias">One a filter, or none.</param>
/// <param name="activation">The function.</param>
/// <param name="scale">One a filter, or none; of a batch normalization that follows.</param>
/// <param name="offset">As many as <paramref name="scale"/>.</param>
internal sealed class SumFinish(float[] bias, ActivationFunction activation, float[] scale, float[] offset)
{
    private readonly bool _activates = activation != ActivationFunction.Linear;

    public SumFinish(float[] bias, ActivationFunction activation)
        : this(bias, activation, [], [])
    {
    }

    public long Bytes => ((long)bias.Length + scale.Length + offset.Length) * sizeof(float);

    /// <summary>Whether an activation can still be taken in.</summary>
    public bool CanActivate => !_activates && CanNormalize;

    /// <summary>Whether a batch normalization can still be taken in.</summary>
    public bool CanNormalize => scale.Length == 0;

    /// <summary>Whether a larger sum never gives a smaller number, or never a larger one, rounding included.</summary>
    public bool IsMonotone => activation
        is ActivationFunction.Linear or ActivationFunction.Relu
        or ActivationFunction.Relu6 or ActivationFunction.Relu1 or ActivationFunction.HardTanh;

    /// <summary>The same, with an activation after it.</summary>
    public SumFinish Then(ActivationFunction next) => new(bias, next, [], []);

    /// <summary>The same, with a batch normalization after it.</summary>
    public SumFinish Then(float[] nextScale, float[] nextOffset) => new(bias, activation, nextScale, nextOffset);

    /// <summary>Finishes whole pixels in place.</summary>
    public void Run(Span<float> sums)
    {
        VectorArithmetic.AddRows(sums, bias);
        VectorActivation.Run(activation, sums);
        VectorArithmetic.ScaleRows(sums, scale, offset);
    }

    /// <summary>Finishes some filters of a pixel, given in how many of their signs they differ from it.</summary>
    /// <param name="counts">The differences.</param>
    /// <param name="signs">Signs that were compared: a sum is signs − 2·difference.</param>
    /// <param name="filter">The first filter.</param>
    /// <param name="output">One number a filter.</param>
    public void Run(ReadOnlySpan<int> counts, int signs, int filter, Span<float> output)
    {
        var i = 0;
        ref var first = ref MemoryMarshal.GetReference(counts);
        ref var to = ref MemoryMarshal.GetReference(output);
        ref var add = ref MemoryMarshal.GetArrayDataReference(bias);
        ref var times = ref MemoryMarshal.GetArrayDataReference(scale);
        ref var plus = ref MemoryMarshal.GetArrayDataReference(offset);
        var simple = !_activates || activation == ActivationFunction.Relu;
        for (; simple && Vector512.IsHardwareAccelerated && i <= output.Length - 16; i += 16)
        {
            var count = Vector512.LoadUnsafe(ref first, (nuint)i);
            var x = Vector512.ConvertToSingle(Vector512.Create(signs) - count - count);
            if (bias.Length > 0) x += Vector512.LoadUnsafe(ref add, (nuint)(filter + i));
            if (_activates) x = Vector512.Max(x, Vector512<float>.Zero);
            if (scale.Length > 0)
            {
                x *= Vector512.LoadUnsafe(ref times, (nuint)(filter + i));
                x += Vector512.LoadUnsafe(ref plus, (nuint)(filter + i));
            }

            x.StoreUnsafe(ref to, (nuint)i);
        }

        for (; simple && i <= output.Length - 8; i += 8)
        {
            var count = Vector256.LoadUnsafe(ref first, (nuint)i);
            var x = Vector256.ConvertToSingle(Vector256.Create(signs) - count - count);
            if (bias.Length > 0) x += Vector256.LoadUnsafe(ref add, (nuint)(filter + i));
            if (_activates) x = Vector256.Max(x, Vector256<float>.Zero);
            if (scale.Length > 0)
            {
                // Two roundings, as in training: a fused multiply-add would flip signs near a threshold.
                x *= Vector256.LoadUnsafe(ref times, (nuint)(filter + i));
                x += Vector256.LoadUnsafe(ref plus, (nuint)(filter + i));
            }

            x.StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < output.Length; i++) output[i] = One(signs - counts[i] - counts[i], filter + i);
    }

    /// <summary>Finishes the sum of one filter.</summary>
    public float One(int sum, int filter)
    {
        float x = sum;
        if (bias.Length > 0) x += bias[filter];
        if (_activates) ScalarActivation.Run(activation, new Span<float>(ref x));
        if (scale.Length == 0) return x;
        var product = x * scale[filter];
        return product + offset[filter];
    }
}
