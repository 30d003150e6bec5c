using FashionMnist;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Machine;
using static TorchSharp.torch;

namespace Larq.Benchmarks;

/// <summary>
/// Training the network of samples/FashionMnist against a raw TorchSharp loop over the float network of its shapes.
/// </summary>
internal static class TrainingCommand
{
    private const double MiB = 1 << 20;

    public static int Run(string[] options)
    {
        var quick = options.Contains("--quick");
        if (options.Contains("--wide"))
        {
            Row.Report(WideDense.Rows(quick), options);
            return 0;
        }

        var folder = Row.Option(options, "--data") ?? FashionFiles.DebianFolder;
        if (!Directory.Exists(folder))
        {
            Console.Error.WriteLine(
                $"There is no folder '{folder}'. Install Debian's package dataset-fashion-mnist, or name the folder of "
                + "its four files with --data FOLDER.");
            return 2;
        }

        var images = new FashionFiles(folder).Training.Take((quick ? 6 : 24) * FitClock.BatchSize).ToList();
        if (PeakMemory.Child(options, images) is { } exit) return exit;
        Console.WriteLine(
            $"{images.Count} images an epoch, batch {FitClock.BatchSize}, {get_num_threads()} threads, bfloat16 "
            + (Processor.MultipliesBFloat16 ? "in hardware" : "not in hardware, float32 used"));
        Row.Report(Rows(images, quick, options), options);
        return 0;
    }

    private static IEnumerable<Row> Rows(List<FashionImage> images, bool quick, string[] options)
    {
        var epochs = quick ? 5 : 9;
        if (!options.Contains("--shares"))
        {
            yield return AgainstRaw("train-with-metrics", images, epochs, true);
            yield return AgainstRaw("train-no-metrics", images, epochs, false);
            foreach (var row in WideDense.Rows(quick)) yield return row;
        }

        foreach (var row in StepShares.Measure(images, quick ? 5 : 15)) yield return row;
        if (options.Contains("--shares")) yield break;

        // The cache is memory that the raw loop has too, as one tensor; ours is not counted against it.
        var cache = (double)images.Count * FashionImage.Side * FashionImage.Side * sizeof(float);
        var raw = PeakMemory.Of("raw", 3, options);
        yield return Memory("train-memory", PeakMemory.Of("binary", 3, options) - cache, "raw", raw);
        if (!quick)
            yield return Memory("train-memory-50", PeakMemory.Of("binary", 50, options) - cache, "raw", raw);
        yield return Mapped(images, epochs, cache);
    }

    private static Row AgainstRaw(string id, List<FashionImage> images, int epochs, bool metrics)
    {
        using var raw = new RawLoop(images);
        var others = new List<double>();
        var seconds = FitClock.Median(
            images,
            epochs,
            () => others.Add(Stopwatches.Time(() => raw.Epoch(FitClock.BatchSize))),
            options => options.Metrics = metrics ? LayerMetric.Defaults : []);
        return new Row(
            id, images.Count / seconds, "rows/s", "raw float", images.Count / Stopwatches.Median(others[1..]));
    }

    private static Row Memory(string id, double bytes, string peer, double peerBytes) =>
        new(id, bytes / MiB, "MiB", peer, peerBytes / MiB) { LessIsBetter = true };

    // The rows take twice the budget. Two trainings take turns, an epoch each: one from the file, one from memory.
    private static Row Mapped(List<FashionImage> images, int epochs, double cache)
    {
        using var first = new SemaphoreSlim(0);
        using var second = new SemaphoreSlim(0);
        var mapped = Task.Run(() => InTurn(first, second, (long)(cache / 2)));
        var held = Task.Run(() => InTurn(second, first, long.MaxValue));
        first.Release();
        return new Row(
            "train-mapped", images.Count / mapped.Result, "rows/s", "in memory", images.Count / held.Result);

        double InTurn(SemaphoreSlim mine, SemaphoreSlim others, long budget)
        {
            mine.Wait();
            var seconds = FitClock.Median(images, epochs, Pass, options => options.CacheBudget = budget);
            others.Release();
            return seconds;

            void Pass()
            {
                others.Release();
                mine.Wait();
            }
        }
    }
}
