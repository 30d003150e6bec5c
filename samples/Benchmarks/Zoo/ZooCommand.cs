using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Packed.Sets;
using static TorchSharp.torch;

namespace Larq.Benchmarks;

/// <summary>
/// One image of 224×224 through every network of the zoo, packed, against TorchSharp's float evaluation of the same
/// network in the same run; both on one thread. The weights are random: how fast it is does not depend on them.
/// </summary>
internal static class ZooCommand
{
    private const double MiB = 1 << 20;

    public static int Run(string[] options)
    {
        var quick = options.Contains("--quick");
        var only = Row.Option(options, "--only") ?? string.Empty;
        Console.WriteLine($"kernels {KernelSet.Choose().Name}; one thread; medians; milliseconds an image");
        var threads = get_num_threads();
        set_num_threads(1);
        var models = ZooModel.All.Where(model => model.Id.StartsWith(only, StringComparison.Ordinal));
        var rows = models.SelectMany(model => Measure(model, quick));
        Row.Report(only.Length == 0 || only.StartsWith('o') ? rows.Concat(RivalRows.All(quick)) : rows, options);
        set_num_threads(threads);
        return 0;
    }

    private static IEnumerable<Row> Measure(ZooModel model, bool quick)
    {
        var definition = model.Define();
        var weights = NetworkWeights.Initialize(definition, 1);
        var packed = PackedNetwork.Compile(definition, weights);
        var random = new Random(1);
        float[] image = [.. Enumerable.Range(0, packed.InputSize).Select(_ => (random.NextSingle() * 4) - 2)];
        var scores = new float[packed.OutputSize];
        var (ours, theirs) = (new List<double>(), new List<double>());
        using (var torch = new NetworkModule(definition, weights, 1))
        {
            torch.eval();
            using var noGrad = no_grad();
            using var input = tensor(image).reshape(1, image.Length);
            for (var turn = 0; turn < (quick ? 3 : 9); turn++)
            {
                theirs.Add(Stopwatches.Time(() =>
                {
                    using var scope = NewDisposeScope();
                    torch.call(input);
                }));
                for (var i = 0; i < 10; i++) ours.Add(Stopwatches.Time(() => packed.Score(image, scores)));
            }
        }

        // The first of each finds nothing in the caches, and the code not yet compiled.
        var milliseconds = 1e3 * Stopwatches.Median(ours.Skip(1));
        yield return new Row(
            model.Id, milliseconds, "ms", "TorchSharp", 1e3 * Stopwatches.Median(theirs.Skip(1)))
        {
            LessIsBetter = true,
            Note = string.Create(
                CultureInfo.InvariantCulture,
                $"least {1e3 * ours.Min():N2} ms, {BinaryShare(packed, image):P0} of it binary, "
                + $"{packed.Report.WeightBytes:N0} bytes, top-1 {model.Top1} % as published"),
        };
        if (model.Id == nameof(Zoo.QuickNet)) yield return Memory();
    }

    private static double BinaryShare(PackedNetwork packed, float[] image)
    {
        var layers = packed.Profile(image, passes: 15).Layers;
        return layers.Where(layer => layer.Layer.IsPacked).Sum(layer => layer.Milliseconds)
            / layers.Sum(layer => layer.Milliseconds);
    }

    /// <summary>This program's own file, whatever host started the process.</summary>
    public static string ThisProgram { get; } =
        Path.ChangeExtension(typeof(ZooCommand).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null);

    // What is alive on the heap of a process that scores, less the packed weights.
    private static Row Memory()
    {
        var start = new ProcessStartInfo(ThisProgram)
        {
            ArgumentList = { "zoo-memory" },
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var bytes = double.Parse(process.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture);
        process.WaitForExit();
        return new Row("QuickNet-memory", bytes / MiB, "MiB", "at most", 64) { LessIsBetter = true };
    }

    /// <summary>What the child process does: packed QuickNet alone, from its file, scores ten images.</summary>
    public static int ChildMemory()
    {
        var packed = Load();
        var (image, scores) = (new float[packed.InputSize], new float[packed.OutputSize]);
        for (var i = 0; i < 10; i++) packed.Score(image, scores);

        // All memory of the engine is the runtime's. What it holds for its tables and plan counts, too.
        Console.WriteLine((GC.GetTotalMemory(true) - packed.Report.WeightBytes).ToString(CultureInfo.InvariantCulture));
        GC.KeepAlive(packed);
        return 0;

        static PackedNetwork Load()
        {
            var definition = ZooModel.All[0].Define();
            using var file = new MemoryStream();
            PackedNetwork.Compile(definition, NetworkWeights.Initialize(definition, 1)).Save(file);
            file.Position = 0;
            return PackedNetwork.Load(file);
        }
    }
}
