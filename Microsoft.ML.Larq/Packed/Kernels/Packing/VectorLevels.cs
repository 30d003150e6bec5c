using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Larq.Packed.Kernels.Packing;

/// <summary><see cref="ScalarLevels"/>, eight numbers at a time.</summary>
internal static unsafe class VectorLevels
{
    /// <summary>The levels as numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ReadOnlySpan<float> values, int steps, Span<float> levels)
    {
        var most = Vector256.Create((float)steps);
        ref var from = ref MemoryMarshal.GetReference(values);
        ref var to = ref MemoryMarshal.GetReference(levels[..values.Length]);
        var i = 0;
        for (; i <= values.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            Levels(Vector256.LoadUnsafe(ref from, (nuint)i), most).StoreUnsafe(ref to, (nuint)i);
        for (; i < values.Length; i++) levels[i] = ScalarLevels.Of(values[i], steps);
    }

    /// <summary>The levels of runs of numbers, plane by plane.</summary>
    /// <remarks>
    /// Writes whole words, the last of a run over the plane's next run, which comes later, or its slack. The levels of
    /// 64 numbers stay in registers while their bits go to the planes.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(ReadOnlySpan<float> values, int planes, int run, Span<ulong> words)
    {
        var bytes = SignFormat.Bytes.RunBytes(run);
        nint plane = words.Length / planes;
        var steps = Vector256.Create((float)((1 << planes) - 1));
        var rest = stackalloc float[Bits.PerWord];
        fixed (float* from = values)
        fixed (ulong* to = words)
        {
            var next = (byte*)to;
            var end = from + values.Length;
            for (var value = from; value < end; value += run, next += bytes)
            {
                var i = 0;
                for (; i <= run - Bits.PerWord; i += Bits.PerWord)
                    Word(value + i, steps, planes, (ulong*)(next + (i / 8)), plane);
                if (i == run) continue;
                new Span<float>(value + i, run - i).CopyTo(new Span<float>(rest, Bits.PerWord));
                new Span<float>(rest + run - i, Bits.PerWord - run + i).Clear();
                Word(rest, steps, planes, (ulong*)(next + (i / 8)), plane);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Word(float* from, Vector256<float> steps, int planes, ulong* to, nint plane)
    {
        var (a, b, c, d) =
            (Integers(from, steps), Integers(from + 8, steps), Integers(from + 16, steps), Integers(from + 24, steps));
        var (e, f, g, h) =
            (Integers(from + 32, steps), Integers(from + 40, steps), Integers(from + 48, steps),
                Integers(from + 56, steps));
        for (var j = 0; j < planes; j++, to += plane)
        {
            // The bit goes to the top, where the mask is taken.
            var shift = 31 - j;
            *to = Mask(a, shift) | (Mask(b, shift) << 8) | (Mask(c, shift) << 16) | (Mask(d, shift) << 24)
                | (Mask(e, shift) << 32) | (Mask(f, shift) << 40) | (Mask(g, shift) << 48) | (Mask(h, shift) << 56);
        }
    }

    // Numbers that are not above 0 become 0, and so does NaN: the comparison is false, and its mask clears them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Levels(Vector256<float> x, Vector256<float> steps)
    {
        x &= Vector256.GreaterThan(x, Vector256<float>.Zero);
        return Vector256.Round(Vector256.MinNative(x, Vector256<float>.One) * steps);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Integers(float* from, Vector256<float> steps) =>
        Vector256.ConvertToInt32Native(Levels(Vector256.Load(from), steps));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mask(Vector256<int> levels, int shift) =>
        Vector256.ShiftLeft(levels, shift).ExtractMostSignificantBits();
}
