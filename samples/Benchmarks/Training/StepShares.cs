using System.Diagnostics;
using System.Globalization;
using FashionMnist;
using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Data;
using Microsoft.ML.Larq.Training.Machine;
using Microsoft.ML.Larq.Training.Measures;
using static TorchSharp.torch;

namespace Larq.Benchmarks;

/// <summary>
/// What metrics and the data feed take of a training step, in steps that take turns with and without them.
/// </summary>
internal static class StepShares
{
    private const int MetricsInterval = 4;

    public static IEnumerable<Row> Measure(IReadOnlyList<FashionImage> images, int steps)
    {
        using var scope = NewDisposeScope();
        var (with, without) = (Network(), Network());
        var metrics = new LayerMetrics(with, LayerMetric.Defaults, MetricsInterval, []);
        using var cache = new RowCache(FashionImage.Side * FashionImage.Side, long.MaxValue, Path.GetTempPath());
        foreach (var image in images) cache.Add(image.Pixels, image.Label[0] % 10);
        var feed = new BatchFeed(cache, FitClock.BatchSize, LabelScale.None, CPU);
        var inMetrics = 0.0;
        foreach (var quantizer in with.modules().OfType<QuantizerModule>())
        {
            for (var i = 0; i < quantizer.Metrics.Count; i++)
                quantizer.Metrics[i] = new TimedMetric(quantizer.Metrics[i], seconds => inMetrics += seconds);
        }

        using var loop = new RawLoop(images);
        var (measured, plain, raw, fed) =
            (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var step = 0; step < steps * MetricsInterval; step++)
        {
            using var one = NewDisposeScope();
            if (step % feed.Batches == 0)
                fed.Add(Stopwatches.Time(() => feed.Shuffle(new Random(step))) / feed.Batches);
            var start = Stopwatch.GetTimestamp();
            var (features, labels) = feed[step % feed.Batches];
            fed.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            labels = labels.to(int64);
            plain.Add(Stopwatches.Time(() => Step(without, features, labels)));
            inMetrics = 0;
            Step(with, features, labels);
            measured.Add(inMetrics);
            var pixels = features.reshape(-1, 1, FashionImage.Side, FashionImage.Side);
            raw.Add(Stopwatches.Time(() => loop.Step(pixels, labels)));
        }

        // Most metrics are read in one step of four: what counts is the mean over four. The first steps compile.
        var whole = Stopwatches.Median(plain);
        var metricsPart = Groups(measured).Skip(1).ToArray();
        var (part, rawStep) = (Stopwatches.Median(metricsPart), Stopwatches.Median(raw));
        yield return Share("metrics-share", 5, part, rawStep, "raw step") with
        {
            Note = string.Create(
                CultureInfo.InvariantCulture,
                $"{1e3 * part:N1} of {1e3 * rawStep:N0} ms; "
                + $"least {1e3 * metricsPart.Min():N1} of {1e3 * raw.Min():N0} ms"),
        };
        yield return Share("metrics-share-own", 8, part, whole, "step");
        yield return Share("feed-share", 3, fed.Sum() / plain.Count, whole, "step");
        GC.KeepAlive(metrics);
    }

    private static IEnumerable<double> Groups(List<double> seconds) =>
        seconds.Chunk(MetricsInterval).Select(group => group.Average());

    private static Row Share(string id, double most, double part, double whole, string ofWhat) =>
        new(id, 100 * part / whole, "% of " + ofWhat, "at most", most) { LessIsBetter = true };

    private static NetworkModule Network()
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(FashionImage.Side, FashionImage.Side, 1), input => FashionNetworks.Binary(input, 10));
        var network = new NetworkModule(definition, NetworkWeights.Initialize(definition, 1), 1);
        foreach (var layer in network.modules().OfType<QuantConv2D>()) layer.UseBFloat16 = Processor.MultipliesBFloat16;
        network.train();
        return network;
    }

    private static void Step(NetworkModule network, Tensor features, Tensor labels)
    {
        using var scope = NewDisposeScope();
        network.zero_grad();
        nn.functional.cross_entropy(network.call(features), labels).backward();
    }
}
