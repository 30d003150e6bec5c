using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Packed.Kernels.Depthwise;

/// <summary>The bit operations of one instruction set.</summary>
internal unsafe interface ISliceLogic<TVector>
    where TVector : struct
{
    static abstract int Bytes { get; }

    static abstract TVector Load(byte* from);

    static abstract void Store(TVector bits, byte* to);

    static abstract TVector Xor(TVector a, TVector b);

    static abstract TVector And(TVector a, TVector b);

    static abstract TVector Not(TVector a);

    /// <summary>The sum of three bits, without what is carried.</summary>
    static abstract TVector Sum(TVector a, TVector b, TVector c);

    /// <summary>What is carried: whether at least two of the three are 1.</summary>
    static abstract TVector Carry(TVector a, TVector b, TVector c);
}

/// <summary>Full adders, over the bit operations of any instruction set.</summary>
internal abstract unsafe class SliceAdders<TLogic, TVector> : SliceKernel
    where TLogic : struct, ISliceLogic<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Count(SliceTap* taps, int count, nint bytes, in Planes planes)
    {
        for (nint at = 0; at < bytes; at += TLogic.Bytes) Vector(taps, count, at, planes);
    }

    // count ≥ number where count + ~number + 1 carries out of the last plane.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Reach(in Planes planes, byte* numbers, byte* flips, nint bytes, byte* reached)
    {
        for (nint at = 0; at < bytes; at += TLogic.Bytes)
        {
            var carry = TLogic.Not(default);
            for (nint plane = at, i = 0; i < planes.Count; i++, plane += planes.Line)
            {
                var number = TLogic.Not(TLogic.Load(numbers + plane));
                carry = TLogic.Carry(TLogic.Load(planes.First + plane), number, carry);
            }

            TLogic.Store(TLogic.Xor(carry, TLogic.Load(flips + at)), reached + at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Vector(SliceTap* tap, int count, nint at, in Planes planes)
    {
        TVector p0 = default, p1 = default, p2 = default, p3 = default;
        TVector p4 = default, p5 = default, p6 = default, p7 = default;
        for (; count >= 8; count -= 8, tap += 8)
        {
            var a = Add(ref p0, Differ(tap, at), Differ(tap + 1, at));
            var b = Add(ref p0, Differ(tap + 2, at), Differ(tap + 3, at));
            var c = Add(ref p1, a, b);
            a = Add(ref p0, Differ(tap + 4, at), Differ(tap + 5, at));
            b = Add(ref p0, Differ(tap + 6, at), Differ(tap + 7, at));
            a = Add(ref p1, a, b);
            a = Add(ref p2, a, c);
            a = Add(ref p3, a);
            if (planes.Count <= 4) continue;
            a = Add(ref p4, a);
            a = Add(ref p5, a);
            a = Add(ref p6, a);
            p7 = TLogic.Xor(p7, a);
        }

        for (; count > 0; count -= 2, tap += 2)
        {
            var a = count > 1 ? Add(ref p0, Differ(tap, at), Differ(tap + 1, at)) : Add(ref p0, Differ(tap, at));
            a = Add(ref p1, a);
            a = Add(ref p2, a);
            a = Add(ref p3, a);
            if (planes.Count <= 4) continue;
            a = Add(ref p4, a);
            a = Add(ref p5, a);
            a = Add(ref p6, a);
            p7 = TLogic.Xor(p7, a);
        }

        var to = planes.First + at;
        var line = planes.Line;
        TLogic.Store(p0, to);
        if (planes.Count > 1) TLogic.Store(p1, to + line);
        if (planes.Count > 2) TLogic.Store(p2, to + (2 * line));
        if (planes.Count > 3) TLogic.Store(p3, to + (3 * line));
        if (planes.Count > 4) TLogic.Store(p4, to + (4 * line));
        if (planes.Count > 5) TLogic.Store(p5, to + (5 * line));
        if (planes.Count > 6) TLogic.Store(p6, to + (6 * line));
        if (planes.Count > 7) TLogic.Store(p7, to + (7 * line));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Differ(SliceTap* tap, nint at) =>
        TLogic.Xor(TLogic.Load(tap->Signs + at), TLogic.Load(tap->Weights + at));

    // Adds two bits to a plane and gives what is carried to the next.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Add(ref TVector plane, TVector a, TVector b)
    {
        var carry = TLogic.Carry(plane, a, b);
        plane = TLogic.Sum(plane, a, b);
        return carry;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Add(ref TVector plane, TVector a)
    {
        var carry = TLogic.And(plane, a);
        plane = TLogic.Xor(plane, a);
        return carry;
    }
}
