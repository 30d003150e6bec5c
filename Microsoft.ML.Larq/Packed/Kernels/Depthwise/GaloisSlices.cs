using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Larq.Packed.Kernels.Depthwise;

/// <summary><see cref="Avx512Slices"/> where GFNI transposes matrices of bits.</summary>
internal sealed unsafe class GaloisSlices : Avx512Slices
{
    /// <summary>
    /// A byte of each of eight planes is a matrix of 8 × 8 bits, a plane in each row and a sign in each column, which
    /// one instruction transposes.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Spread(in Planes planes, nint bytes, byte* counts)
    {
        // Unpacking works within each 16 bytes. So words of 16 signs that follow one another go to the same place of
        // consecutive 16 bytes, and come out next to one another.
        var places = Vector512.Create(
            0, 4, 8, 12, 16, 20, 24, 28, 1, 5, 9, 13, 17, 21, 25, 29,
            2, 6, 10, 14, 18, 22, 26, 30, 3, 7, 11, 15, 19, 23, 27, (ushort)31);
        for (nint at = 0; at < bytes; at += 64, counts += 512)
        {
            var (p10l, p10h) = Pair(planes, 0, at, places);
            var (p32l, p32h) = Pair(planes, 2, at, places);
            var (p54l, p54h) = Pair(planes, 4, at, places);
            var (p76l, p76h) = Pair(planes, 6, at, places);
            Turn(p76l, p54l, p32l, p10l, counts);
            Turn(p76h, p54h, p32h, p10h, counts + 256);
        }
    }

    // The instruction takes rows from the last byte to the first.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<ushort> Low, Vector512<ushort> High) Pair(
        in Planes planes, int plane, nint at, Vector512<ushort> places)
    {
        if (plane >= planes.Count) return default;
        var from = planes.First + (plane * planes.Line) + at;
        var even = Avx512BW.PermuteVar32x16(Vector512.Load((ushort*)from), places).AsByte();
        var odd = plane + 1 < planes.Count
            ? Avx512BW.PermuteVar32x16(Vector512.Load((ushort*)(from + planes.Line)), places).AsByte()
            : default;
        return (Avx512BW.UnpackLow(odd, even).AsUInt16(), Avx512BW.UnpackHigh(odd, even).AsUInt16());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(
        Vector512<ushort> p76, Vector512<ushort> p54, Vector512<ushort> p32, Vector512<ushort> p10, byte* counts)
    {
        Turn(Avx512BW.UnpackLow(p76, p54).AsUInt32(), Avx512BW.UnpackLow(p32, p10).AsUInt32(), counts);
        Turn(Avx512BW.UnpackHigh(p76, p54).AsUInt32(), Avx512BW.UnpackHigh(p32, p10).AsUInt32(), counts + 128);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(Vector512<uint> p7654, Vector512<uint> p3210, byte* counts)
    {
        // Byte k of the unit picks bit k of every row.
        var unit = Vector512.Create(0x8040201008040201).AsByte();
        var (low, high) = (Avx512F.UnpackLow(p7654, p3210), Avx512F.UnpackHigh(p7654, p3210));
        Gfni.V512.GaloisFieldAffineTransform(unit, low.AsByte(), 0).Store(counts);
        Gfni.V512.GaloisFieldAffineTransform(unit, high.AsByte(), 0).Store(counts + 64);
    }
}
