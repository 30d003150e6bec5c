using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Larq.Packed.Kernels.Depthwise;

/// <summary>Counts of 128 signs at a time with nothing that any processor lacks.</summary>
internal sealed unsafe class PortableSlices : SliceAdders<Vector128Logic, Vector128<byte>>
{
    public override string Name => "vector128";

    // From the highest plane down, twice the count so far and 1 where the bit is set: a comparison gives −1 there.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Spread(in Planes planes, nint bytes, byte* counts)
    {
        const ulong EachByte = 0x0101_0101_0101_0101;
        var bits = Vector128.Create(0x8040201008040201).AsByte();
        for (nint at = 0; at < bytes; at += 2, counts += 16)
        {
            Vector128<byte> count = default;
            for (var plane = planes.Count - 1; plane >= 0; plane--)
            {
                var from = planes.First + (plane * planes.Line) + at;
                var signs = Vector128.Create(from[0] * EachByte, from[1] * EachByte).AsByte();
                count = count + count - Vector128.Equals(signs & bits, bits);
            }

            count.Store(counts);
        }
    }
}
