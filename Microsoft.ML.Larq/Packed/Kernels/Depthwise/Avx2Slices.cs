using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Larq.Packed.Kernels.Depthwise;

/// <summary>Counts of 256 signs at a time.</summary>
internal sealed unsafe class Avx2Slices : SliceAdders<Avx2Slices.Logic, Vector256<byte>>
{
    public override string Name => "avx2";

    // From the highest plane down, twice the count so far and 1 where the bit is set: a comparison gives −1 there.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Spread(in Planes planes, nint bytes, byte* counts)
    {
        var bits = Vector256.Create(0x8040201008040201).AsByte();
        var places = Vector256.Create(
            0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, (byte)3);
        for (nint at = 0; at < bytes; at += 4, counts += 32)
        {
            Vector256<byte> count = default;
            for (var plane = planes.Count - 1; plane >= 0; plane--)
            {
                var signs = Vector256.Create(*(uint*)(planes.First + (plane * planes.Line) + at)).AsByte();
                var set = Vector256.Equals(Avx2.Shuffle(signs, places) & bits, bits);
                count = count + count - set;
            }

            count.Store(counts);
        }
    }

    internal readonly struct Logic : ISliceLogic<Vector256<byte>>
    {
        public static int Bytes => 32;

        public static Vector256<byte> Load(byte* from) => Vector256.Load(from);

        public static void Store(Vector256<byte> bits, byte* to) => bits.Store(to);

        public static Vector256<byte> Xor(Vector256<byte> a, Vector256<byte> b) => a ^ b;

        public static Vector256<byte> And(Vector256<byte> a, Vector256<byte> b) => a & b;

        public static Vector256<byte> Not(Vector256<byte> a) => ~a;

        public static Vector256<byte> Sum(Vector256<byte> a, Vector256<byte> b, Vector256<byte> c) => a ^ b ^ c;

        public static Vector256<byte> Carry(Vector256<byte> a, Vector256<byte> b, Vector256<byte> c) =>
            (a & b) | (c & (a ^ b));
    }
}
