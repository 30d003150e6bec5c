using Microsoft.ML.Larq.Packed.Sets;

namespace Larq.Benchmarks;

/// <summary>Packing of numbers into signs: 128 KiB, which is in the second cache and not in the first.</summary>
internal static class PackCase
{
    private const int Run = 256;

    public static Case Row(KernelSet kernels) => new("pack", "Gelem/s", "scalar", () =>
    {
        var values = new float[32768];
        for (var i = 0; i < values.Length; i++) values[i] = (i % 3) - 1;
        return new Contest(values.Length / 1e9, Pack(kernels), Pack(KernelSet.Scalar));

        Action Pack(KernelSet set)
        {
            var words = new ulong[set.Format.WordsOf(values.Length, Run)];
            return () => set.Pack(values, Run, words);
        }
    });
}
