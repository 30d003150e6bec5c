using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Kernels.Widths;

namespace Microsoft.ML.Larq.Tests.Packed.Kernels;

/// <summary>The widths that this machine has, for tests that call their loops.</summary>
internal static class Widths
{
    public static IReadOnlyList<TestedWidth> Available { get; } =
    [
        new TestedWidth<PortableWidth>(),
        .. Avx2.IsSupported ? [new TestedWidth<Avx2Width>()] : Array.Empty<TestedWidth>(),
        .. Avx512BW.IsSupported ? [new TestedWidth<Avx512Width>()] : Array.Empty<TestedWidth>(),
        .. AdvSimd.Arm64.IsSupported ? [new TestedWidth<AdvSimdWidth>()] : Array.Empty<TestedWidth>(),
    ];
}

/// <summary>A width behind arrays.</summary>
internal abstract class TestedWidth
{
    public abstract string Name { get; }

    public abstract bool HasSixteen { get; }

    /// <summary>The signs of filters whose sums are all the same.</summary>
    public abstract void WriteEqualSums(SumThresholds thresholds, int filters, int sum, byte[] bytes);

    /// <summary>Counts as 32 bits, sixteen at once or two times eight.</summary>
    public abstract int[] Widen(byte[] counts, bool atOnce);

    /// <inheritdoc cref="Widen(byte[], bool)"/>
    public abstract int[] Widen(ushort[] counts, bool atOnce);

    public abstract uint Bits(int[] lanes);

    public abstract ulong Negative64(float[] numbers);
}

/// <inheritdoc/>
internal sealed unsafe class TestedWidth<TWidth> : TestedWidth
    where TWidth : struct, IVectorWidth
{
    public override string Name => typeof(TWidth).Name;

    public override bool HasSixteen => TWidth.HasSixteen;

    public override void WriteEqualSums(SumThresholds thresholds, int filters, int sum, byte[] bytes)
    {
        // No two signs differ: the sum is that of the signs.
        var none = new int[filters + 16];
        fixed (int* counts = none)
        fixed (byte* to = bytes)
        {
            CountsToSigns<TWidth>.Write(
                thresholds, new CountTile<int>(counts, none.Length, 1, 0, filters), sum, to, 0);
        }
    }

    public override int[] Widen(byte[] counts, bool atOnce)
    {
        var to = new int[16];
        fixed (byte* from = counts)
        {
            if (atOnce)
            {
                TWidth.Sixteen(from).CopyTo(to);
            }
            else
            {
                TWidth.Eight(from).CopyTo(to);
                TWidth.Eight(from + 8).CopyTo(to, 8);
            }
        }

        return to;
    }

    public override int[] Widen(ushort[] counts, bool atOnce)
    {
        var to = new int[16];
        fixed (ushort* from = counts)
        {
            if (atOnce)
            {
                TWidth.Sixteen(from).CopyTo(to);
            }
            else
            {
                TWidth.Eight(from).CopyTo(to);
                TWidth.Eight(from + 8).CopyTo(to, 8);
            }
        }

        return to;
    }

    public override uint Bits(int[] lanes) => TWidth.Bits(Vector256.Create(lanes));

    public override ulong Negative64(float[] numbers)
    {
        fixed (float* from = numbers) return TWidth.Negative64(from);
    }
}
