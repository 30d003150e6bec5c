using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Microsoft.ML.Larq.Packed.Kernels.Depthwise;

/// <summary>Counts of 128 signs at a time; BSL picks what is carried.</summary>
/// <remarks>
/// Run and compared with the scalar kernel under emulation; no time was taken on an ARM processor.
/// </remarks>
internal sealed unsafe class AdvSimdSlices : SliceAdders<Vector128Logic, Vector128<byte>>
{
    public override string Name => "advsimd";

    // From the highest plane down, twice the count so far and 1 where the bit is set: a comparison gives −1 there.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Spread(in Planes planes, nint bytes, byte* counts)
    {
        var bits = Vector128.Create(0x8040201008040201).AsByte();
        var places = Vector128.Create(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, (byte)1);
        for (nint at = 0; at < bytes; at += 2, counts += 16)
        {
            Vector128<byte> count = default;
            for (var plane = planes.Count - 1; plane >= 0; plane--)
            {
                var signs = Vector128.Create(*(ushort*)(planes.First + (plane * planes.Line) + at)).AsByte();
                var set = AdvSimd.CompareTest(AdvSimd.Arm64.VectorTableLookup(signs, places), bits);
                count = count + count - set;
            }

            count.Store(counts);
        }
    }
}
