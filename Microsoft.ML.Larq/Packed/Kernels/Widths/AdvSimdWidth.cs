using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Microsoft.ML.Larq.Packed.Kernels.Widths;

/// <summary>
/// Eight numbers at a time, as two vectors. ARM has no instruction that takes a bit of every lane: lanes are narrowed,
/// left with one bit each, and added.
/// </summary>
internal unsafe readonly struct AdvSimdWidth : IVectorWidth
{
    public static bool HasSixteen => false;

    public static Vector512<int> Sixteen(byte* counts) => PortableWidth.Sixteen(counts);

    public static Vector512<int> Sixteen(ushort* counts) => PortableWidth.Sixteen(counts);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Eight(byte* counts) => PortableWidth.Eight(counts);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Eight(ushort* counts) => PortableWidth.Eight(counts);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(Vector256<int> lanes)
    {
        var halves = AdvSimd.Arm64.UnzipEven(lanes.GetLower().AsUInt16(), lanes.GetUpper().AsUInt16());
        return AdvSimd.Arm64.AddAcross(halves & Vector128.Create(1, 2, 4, 8, 16, 32, 64, (ushort)128)).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Negative64(float* numbers)
    {
        var low = AdvSimd.Arm64.AddPairwise(Negative16(numbers), Negative16(numbers + 16));
        var high = AdvSimd.Arm64.AddPairwise(Negative16(numbers + 32), Negative16(numbers + 48));
        var pairs = AdvSimd.Arm64.AddPairwise(low, high);
        return AdvSimd.Arm64.AddPairwise(pairs, pairs).AsUInt64().ToScalar();
    }

    // For each number a byte, which holds the number's bit among eight if it is negative, otherwise 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Negative16(float* numbers)
    {
        var bits = Vector128.Create(1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, (byte)128);
        return AdvSimd.Arm64.UnzipEven(Negative8(numbers), Negative8(numbers + 8)) & bits;
    }

    // For each of eight numbers two bytes of ones if it is negative, otherwise of zeros.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Negative8(float* numbers)
    {
        var low = Vector128.LessThan(Vector128.Load(numbers), Vector128<float>.Zero).AsUInt16();
        var high = Vector128.LessThan(Vector128.Load(numbers + 4), Vector128<float>.Zero).AsUInt16();
        return AdvSimd.Arm64.UnzipEven(low, high).AsByte();
    }
}
