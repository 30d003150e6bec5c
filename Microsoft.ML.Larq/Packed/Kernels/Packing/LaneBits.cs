using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Microsoft.ML.Larq.Packed;

/// <summary>
/// One bit a lane of comparisons, whose lanes are all ones or all zeros; lane 0 gives the lowest bit.
/// </summary>
/// <remarks>
/// x86 has an instruction for it. ARM has none: there lanes are narrowed, left with one bit each, and added.
/// </remarks>
internal static unsafe class LaneBits
{
    /// <summary>Bits of eight comparisons.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Of(Vector256<int> lanes)
    {
        if (!AdvSimd.Arm64.IsSupported) return lanes.ExtractMostSignificantBits();
        var halves = AdvSimd.Arm64.UnzipEven(lanes.GetLower().AsUInt16(), lanes.GetUpper().AsUInt16());
        return AdvSimd.Arm64.AddAcross(halves & Vector128.Create(1, 2, 4, 8, 16, 32, 64, (ushort)128)).ToScalar();
    }

    /// <summary>Which of 64 numbers are below zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Negative64(float* from)
    {
        if (AdvSimd.Arm64.IsSupported)
        {
            var low = AdvSimd.Arm64.AddPairwise(Negative16(from), Negative16(from + 16));
            var high = AdvSimd.Arm64.AddPairwise(Negative16(from + 32), Negative16(from + 48));
            var pairs = AdvSimd.Arm64.AddPairwise(low, high);
            return AdvSimd.Arm64.AddPairwise(pairs, pairs).AsUInt64().ToScalar();
        }

        return Negative8(from) | ((ulong)Negative8(from + 8) << 8) | ((ulong)Negative8(from + 16) << 16)
            | ((ulong)Negative8(from + 24) << 24) | ((ulong)Negative8(from + 32) << 32)
            | ((ulong)Negative8(from + 40) << 40) | ((ulong)Negative8(from + 48) << 48)
            | ((ulong)Negative8(from + 56) << 56);
    }

    /// <summary>Which of eight numbers are below zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Negative8(float* from) =>
        Of(Vector256.LessThan(Vector256.Load(from), Vector256<float>.Zero).AsInt32());

    // A byte a number: its bit among eight, or 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Negative16(float* from)
    {
        var bits = Vector128.Create(1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, (byte)128);
        return AdvSimd.Arm64.UnzipEven(Negative8x16(from), Negative8x16(from + 8)) & bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Negative8x16(float* from)
    {
        var low = Vector128.LessThan(Vector128.Load(from), Vector128<float>.Zero).AsUInt16();
        var high = Vector128.LessThan(Vector128.Load(from + 4), Vector128<float>.Zero).AsUInt16();
        return AdvSimd.Arm64.UnzipEven(low, high).AsByte();
    }
}
