using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Larq.Packed.Kernels.Widths;

/// <summary>
/// Eight numbers at a time with nothing that any processor lacks: what the other widths have to equal.
/// </summary>
internal unsafe readonly struct PortableWidth : IVectorWidth
{
    public static bool HasSixteen => false;

    public static Vector512<int> Sixteen(byte* counts) => Vector512.Create(Eight(counts), Eight(counts + 8));

    public static Vector512<int> Sixteen(ushort* counts) => Vector512.Create(Eight(counts), Eight(counts + 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Eight(byte* counts)
    {
        var bytes = Vector128.CreateScalarUnsafe(*(ulong*)counts).AsByte();
        var (first, last) = Vector128.Widen(Vector128.WidenLower(bytes));
        return Vector256.Create(first, last).AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Eight(ushort* counts)
    {
        var (low, high) = Vector128.Widen(Vector128.Load(counts));
        return Vector256.Create(low, high).AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(Vector256<int> lanes) => lanes.ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Negative64(float* numbers) =>
        Negative8(numbers) | (Negative8(numbers + 8) << 8) | (Negative8(numbers + 16) << 16)
        | (Negative8(numbers + 24) << 24) | (Negative8(numbers + 32) << 32) | (Negative8(numbers + 40) << 40)
        | (Negative8(numbers + 48) << 48) | (Negative8(numbers + 56) << 56);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Negative8(float* numbers) =>
        Bits(Vector256.LessThan(Vector256.Load(numbers), Vector256<float>.Zero).AsInt32());
}
