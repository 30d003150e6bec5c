using Microsoft.ML.Larq.Packed;

namespace Larq.Benchmarks;

/// <summary>The rows of the packed engine, on one thread, each against the scalar kernel in the same run.</summary>
internal static class PackedCommand
{
    public static int Run(string[] options)
    {
        var quick = options.Contains("--quick");
        var only = Row.Option(options, "--only") ?? string.Empty;
        var batches = quick ? 15 : 101;
        var kernels = KernelSet.Choose();
        Console.WriteLine($"kernels {kernels.Name}; available: {Names()}; medians of {batches}; one thread");
        Row.Report(Rows(kernels, batches, only), options);
        return 0;
    }

    private static string Names() => string.Join(", ", KernelSet.Available.Select(set => set.Name));

    private static IEnumerable<Row> Rows(KernelSet kernels, int batches, string only)
    {
        BinaryCase[] cases =
        [
            new("conv-56x56x64", 56, 56, 64, 64, 3), new("conv-28x28x128", 28, 28, 128, 128, 3),
            new("conv-14x14x256", 14, 14, 256, 256, 3), new("conv-7x7x512", 7, 7, 512, 512, 3),
            new("dense-b1", 1, 1, 4096, 4096, 1), new("dense-b64", 64, 1, 4096, 4096, 1),
        ];
        foreach (var one in cases.Where(one => one.Id.StartsWith(only)))
        {
            var seconds = Stopwatches.Medians(
                batches, one.ToNumbers(kernels), one.ToBits(kernels), one.ToNumbers(KernelSet.Scalar));
            yield return Rate(one.Id, one.Macs, "GMAC/s", [seconds[0], seconds[2]]);
            if (one.Id.StartsWith("conv")) yield return Rate(one.Id + "-bits", one.Macs, "GMAC/s", seconds[1..]);
        }

        FloatCase[] floats = [new("fp32-conv", 56, 64, 64, 3), new("fp32-pointwise", 28, 64, 128, 1)];
        foreach (var one in floats.Where(one => one.Id.StartsWith(only)))
        {
            var seconds = Stopwatches.Medians(batches, one.Action(kernels), one.Action(KernelSet.Scalar));
            yield return Rate(one.Id, one.Macs, "GMAC/s", seconds);
        }

        if (!"pack".StartsWith(only)) yield break;

        // 128 KiB of numbers: in the second cache, not in the first.
        var values = new float[32768];
        for (var i = 0; i < values.Length; i++) values[i] = (i % 3) - 1;
        Action Pack(KernelSet set)
        {
            var words = new ulong[set.Format.Slot(values.Length, 256).Length];
            return () => set.Pack(values, 256, words);
        }

        yield return Rate(
            "pack", values.Length, "Gelem/s", Stopwatches.Medians(batches, Pack(kernels), Pack(KernelSet.Scalar)));
    }

    private static Row Rate(string id, double work, string unit, double[] seconds) =>
        new(id, work / seconds[0] / 1e9, unit, "scalar", work / seconds[1] / 1e9);
}
