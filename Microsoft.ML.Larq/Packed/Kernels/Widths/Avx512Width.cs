using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Larq.Packed.Kernels.Widths;

/// <summary>Sixteen numbers at a time, and eight where fewer are left.</summary>
internal unsafe readonly struct Avx512Width : IVectorWidth
{
    public static bool HasSixteen => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Sixteen(byte* counts) => Avx512F.ConvertToVector512Int32(Vector128.Load(counts));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Sixteen(ushort* counts) => Avx512F.ConvertToVector512Int32(Vector256.Load(counts));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Eight(byte* counts) => Avx2Width.Eight(counts);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Eight(ushort* counts) => Avx2Width.Eight(counts);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(Vector256<int> lanes) => PortableWidth.Bits(lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Negative64(float* numbers) => PortableWidth.Negative64(numbers);
}
