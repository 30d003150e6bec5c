using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Larq.Packed.Kernels.Binary;

/// <summary>Adds the counts of planes of signs, of which plane j counts 2ʲ-fold.</summary>
/// <remarks>Lengths are multiples of 8; a sum is below 2³¹ where it is one of what a layer compares.</remarks>
internal static unsafe class PlaneCounts
{
    /// <summary>all ← counts, those of plane 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Begin(ushort* counts, int* all, int length)
    {
        for (var i = 0; i < length; i += Vector256<int>.Count) Widen(counts + i).Store(all + i);
    }

    /// <summary>all ← all + counts·2ʲ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ushort* counts, int plane, int* all, int length)
    {
        for (var i = 0; i < length; i += Vector256<int>.Count)
            (Vector256.Load(all + i) + Vector256.ShiftLeft(Widen(counts + i), plane)).Store(all + i);
    }

    /// <summary>all ← all + counts·2ʲ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(int* counts, int plane, int* all, int length)
    {
        for (var i = 0; i < length; i += Vector256<int>.Count)
            (Vector256.Load(all + i) + Vector256.ShiftLeft(Vector256.Load(counts + i), plane)).Store(all + i);
    }

    private static Vector256<int> Widen(ushort* counts)
    {
        var (low, high) = Vector128.Widen(Vector128.Load(counts));
        return Vector256.Create(low, high).AsInt32();
    }
}
