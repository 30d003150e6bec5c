using System.Numerics;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Packed.Kernels.Binary;

/// <summary>Popcounts of 64 bits, which every processor of the last fifteen years has: no vectors.</summary>
/// <remarks>
/// A vector of this kernel is one word. A tile has eight filters, so that their signs fill bytes.
/// </remarks>
internal sealed unsafe class WordKernel : TiledPopcountKernel
{
    private const int Half = 4;

    public override int Lanes => 1;

    public override int Filters => 2 * Half;

    public override string Name => "word";

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Tile(
        int pixels, ulong* patches, nint stride, ulong* weights, int steps, int* counts, nint width)
    {
        for (var pixel = 0; pixel < pixels; pixel++, patches += stride, counts += width)
        {
            Four(patches, weights, steps, counts);
            Four(patches, weights + ((nint)Half * steps), steps, counts + Half);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(ulong* patch, ulong* w0, nint steps, int* counts)
    {
        ulong* w1 = w0 + steps, w2 = w1 + steps, w3 = w2 + steps;
        int c0 = 0, c1 = 0, c2 = 0, c3 = 0;
        for (nint step = 0; step < steps; step++)
        {
            var word = patch[step];
            c0 += BitOperations.PopCount(word ^ w0[step]);
            c1 += BitOperations.PopCount(word ^ w1[step]);
            c2 += BitOperations.PopCount(word ^ w2[step]);
            c3 += BitOperations.PopCount(word ^ w3[step]);
        }

        (counts[0], counts[1], counts[2], counts[3]) = (c0, c1, c2, c3);
    }
}
