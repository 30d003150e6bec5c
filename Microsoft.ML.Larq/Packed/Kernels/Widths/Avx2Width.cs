using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Larq.Packed.Kernels.Widths;

/// <summary>Eight numbers at a time; one instruction widens eight counts.</summary>
internal unsafe readonly struct Avx2Width : IVectorWidth
{
    public static bool HasSixteen => false;

    public static Vector512<int> Sixteen(byte* counts) => PortableWidth.Sixteen(counts);

    public static Vector512<int> Sixteen(ushort* counts) => PortableWidth.Sixteen(counts);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Eight(byte* counts) =>
        Avx2.ConvertToVector256Int32(Vector64.Load(counts).ToVector128());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Eight(ushort* counts) => Avx2.ConvertToVector256Int32(Vector128.Load(counts));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(Vector256<int> lanes) => PortableWidth.Bits(lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Negative64(float* numbers) => PortableWidth.Negative64(numbers);
}
