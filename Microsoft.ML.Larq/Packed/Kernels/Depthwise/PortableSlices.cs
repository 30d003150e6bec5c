using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Larq.Packed.Kernels.Depthwise;

/// <summary>Counts of 128 signs at a time with nothing that any processor lacks.</summary>
internal sealed unsafe class PortableSlices : SliceAdders<PortableSlices.Logic, Vector128<byte>>
{
    public override string Name => "vector128";

    // From the highest plane down, twice the count so far and 1 where the bit is set: a comparison gives −1 there.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Spread(in Planes planes, nint bytes, byte* counts)
    {
        var bits = Vector128.Create(0x8040201008040201).AsByte();
        for (nint at = 0; at < bytes; at += 2, counts += 16)
        {
            Vector128<byte> count = default;
            for (var plane = planes.Count - 1; plane >= 0; plane--)
            {
                var from = planes.First + (plane * planes.Line) + at;
                var signs = Vector128.Create(Vector64.Create(from[0]), Vector64.Create(from[1]));
                count = count + count - Vector128.Equals(signs & bits, bits);
            }

            count.Store(counts);
        }
    }

    internal readonly struct Logic : ISliceLogic<Vector128<byte>>
    {
        public static int Bytes => 16;

        public static Vector128<byte> Load(byte* from) => Vector128.Load(from);

        public static void Store(Vector128<byte> bits, byte* to) => bits.Store(to);

        public static Vector128<byte> Xor(Vector128<byte> a, Vector128<byte> b) => a ^ b;

        public static Vector128<byte> And(Vector128<byte> a, Vector128<byte> b) => a & b;

        public static Vector128<byte> Not(Vector128<byte> a) => ~a;

        public static Vector128<byte> Sum(Vector128<byte> a, Vector128<byte> b, Vector128<byte> c) => a ^ b ^ c;

        public static Vector128<byte> Carry(Vector128<byte> a, Vector128<byte> b, Vector128<byte> c) =>
            (a & b) | ((a ^ b) & c);
    }
}
