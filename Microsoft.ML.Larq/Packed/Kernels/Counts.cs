using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Larq.Packed;

/// <summary>Loads counts of 16 or 32 bits as 32 bits.</summary>
internal static unsafe class Counts
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Load16<TCount>(TCount* counts)
        where TCount : unmanaged
    {
        if (typeof(TCount) == typeof(int)) return Vector512.Load((int*)counts);
        return Avx512F.ConvertToVector512Int32(Vector256.Load((ushort*)counts));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Load8<TCount>(TCount* counts)
        where TCount : unmanaged
    {
        if (typeof(TCount) == typeof(int)) return Vector256.Load((int*)counts);
        var (low, high) = Vector128.Widen(Vector128.Load((ushort*)counts));
        return Avx2.IsSupported
            ? Avx2.ConvertToVector256Int32(Vector128.Load((ushort*)counts))
            : Vector256.Create(low, high).AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Load<TCount>(TCount* counts)
        where TCount : unmanaged => typeof(TCount) == typeof(int) ? *(int*)counts : *(ushort*)counts;
}
