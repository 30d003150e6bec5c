using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Packed.Kernels;

/// <summary>
/// A kernel for an input of numbers: row (tap·channels/groups + channel) holds that weight of every filter.
/// </summary>
internal interface IKernelRows
{
    /// <summary>Adds x·w to the sums of some filters, each product rounded, then each sum.</summary>
    /// <param name="row">The kernel's row.</param>
    /// <param name="first">The first filter.</param>
    /// <param name="x">The input.</param>
    /// <param name="sums">The sums of the filters from <paramref name="first"/> on.</param>
    void Accumulate(int row, int first, float x, Span<float> sums);
}

/// <summary>Weights in single precision.</summary>
internal readonly struct FloatKernelRows(float[] weights, int filters) : IKernelRows
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Accumulate(int row, int first, float x, Span<float> sums)
    {
        var line = weights.AsSpan((row * filters) + first, sums.Length);
        for (var i = 0; i < sums.Length; i++) sums[i] += x * line[i];
    }
}

/// <summary>Weights of ±1 kept as bits: adds or subtracts, which gives the bits that multiplying by ±1 gives.</summary>
internal readonly struct SignKernelRows(ulong[] words, int filters) : IKernelRows
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Accumulate(int row, int first, float x, Span<float> sums)
    {
        var line = words.AsSpan(row * Bits.Words(filters), Bits.Words(filters));
        for (var i = 0; i < sums.Length; i++)
        {
            var negative = (line[(first + i) / Bits.PerWord] >> ((first + i) % Bits.PerWord)) & 1;
            sums[i] += negative == 0 ? x : -x;
        }
    }
}
