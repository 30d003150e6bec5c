using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Larq;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Training;

namespace FashionMnist;

/// <summary>A small binarized network taught by the labels alone, and by a float teacher too, over three seeds.</summary>
internal sealed class DistilledRuns(IReadOnlyList<FashionImage> training, IReadOnlyList<FashionImage> test, int epochs)
{
    private static readonly int[] Seeds = [1, 2, 3];

    /// <summary>Trains all of them and prints their accuracies on the test images.</summary>
    public void Run()
    {
        var clock = Stopwatch.StartNew();
        var (teacher, best) = Train("teacher", 1, DistilledNetworks.Teacher, 0.002f, null);
        AttentionPair[] blocks = [.. DistilledNetworks.Blocks];
        (string Name, Distillation? Lesson)[] ways =
        [
            ("labels alone", null),
            ("outputs, T = 4", new Distillation(teacher) { Temperature = 4 }),
            ("outputs ×3, attention ×30", new Distillation(teacher) { OutputWeight = 3, AttentionWeight = 30, Attention = blocks }),
        ];
        Console.WriteLine($"| student taught by | {string.Join(" | ", Seeds.Select(seed => $"seed {seed}"))} | mean |");
        Console.WriteLine($"|---|{string.Concat(Seeds.Select(_ => "---|"))}---|");
        foreach (var (name, lesson) in ways)
        {
            double[] accuracies =
                [.. Seeds.Select(seed => Train(name, seed, DistilledNetworks.Student, 0.005f, lesson).Accuracy)];
            Console.WriteLine($"| {name} | {string.Join(" | ", accuracies.Select(value => $"{value:P2}"))} | {accuracies.Average():P2} |");
        }

        Console.WriteLine(
            $"teacher {best:P2}; {training.Count:N0} training and {test.Count:N0} test images, {epochs} epochs; "
            + $"{clock.Elapsed.TotalMinutes:F1} minutes");
    }

    private (BinarizedNetworkTransformer Model, double Accuracy) Train(
        string name, int seed, Func<NetworkTensor, int, NetworkTensor> network, float rate, Distillation? lesson)
    {
        var mlContext = new MLContext(seed);
        var clock = Stopwatch.StartNew();
        var model = mlContext.Transforms.Conversion.MapValueToKey("Label")
            .Append(mlContext.Larq().BinaryNet(new BinarizedNetworkTrainer.Options
            {
                FeatureColumnName = "Pixels",
                Network = network,
                Optimizer = Optimize.Adam(Schedule.Cosine(rate)),
                Distillation = lesson,
                BatchSize = 64,
                Epochs = epochs,
                LayerMetrics = false,
            }))
            .Fit(mlContext.Data.LoadFromEnumerable(training));
        var metrics = mlContext.MulticlassClassification.Evaluate(model.Transform(mlContext.Data.LoadFromEnumerable(test)));
        Console.Error.WriteLine($"{name}, seed {seed}: {metrics.MicroAccuracy:P2}, {clock.Elapsed.TotalSeconds:F0} s");
        return (model.LastTransformer, metrics.MicroAccuracy);
    }
}
