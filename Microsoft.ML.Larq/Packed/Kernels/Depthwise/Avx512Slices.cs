using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Larq.Packed.Kernels.Depthwise;

/// <summary>Counts of 512 signs at a time: a full adder is two instructions.</summary>
internal unsafe class Avx512Slices : SliceAdders<Avx512Slices.Logic, Vector512<byte>>
{
    private readonly Avx2Slices _half = new();

    public override string Name => "avx512";

    public override void Spread(in Planes planes, nint bytes, byte* counts) => _half.Spread(planes, bytes, counts);

    internal readonly struct Logic : ISliceLogic<Vector512<byte>>
    {
        // Truth tables of a ^ b ^ c and of the majority: bit 4a + 2b + c.
        private const byte Odd = 0b1001_0110;
        private const byte Most = 0b1110_1000;

        public static int Bytes => 64;

        public static Vector512<byte> Load(byte* from) => Vector512.Load(from);

        public static void Store(Vector512<byte> bits, byte* to) => bits.Store(to);

        public static Vector512<byte> Xor(Vector512<byte> a, Vector512<byte> b) => a ^ b;

        public static Vector512<byte> And(Vector512<byte> a, Vector512<byte> b) => a & b;

        public static Vector512<byte> Not(Vector512<byte> a) => ~a;

        public static Vector512<byte> Sum(Vector512<byte> a, Vector512<byte> b, Vector512<byte> c) =>
            Avx512F.TernaryLogic(a, b, c, Odd);

        public static Vector512<byte> Carry(Vector512<byte> a, Vector512<byte> b, Vector512<byte> c) =>
            Avx512F.TernaryLogic(a, b, c, Most);
    }
}
