using System.Runtime.Intrinsics;

namespace Microsoft.ML.Larq.Packed.Kernels.Depthwise;

/// <summary>Bits of 128 at a time; on ARM a choice by bits is one instruction, BSL.</summary>
internal unsafe readonly struct Vector128Logic : ISliceLogic<Vector128<byte>>
{
    public static int Bytes => 16;

    public static Vector128<byte> Load(byte* from) => Vector128.Load(from);

    public static void Store(Vector128<byte> bits, byte* to) => bits.Store(to);

    public static Vector128<byte> Xor(Vector128<byte> a, Vector128<byte> b) => a ^ b;

    public static Vector128<byte> And(Vector128<byte> a, Vector128<byte> b) => a & b;

    public static Vector128<byte> Not(Vector128<byte> a) => ~a;

    public static Vector128<byte> Sum(Vector128<byte> a, Vector128<byte> b, Vector128<byte> c) => a ^ b ^ c;

    // Where a and b differ, c decides; else both do.
    public static Vector128<byte> Carry(Vector128<byte> a, Vector128<byte> b, Vector128<byte> c) =>
        Vector128.ConditionalSelect(a ^ b, c, a);
}
