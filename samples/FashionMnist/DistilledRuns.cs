using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Larq;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Training;

namespace FashionMnist;

/// <summary>
/// A small binarized network taught by the labels alone, and by a float teacher too, over three seeds.
/// </summary>
internal sealed class DistilledRuns(IReadOnlyList<FashionImage> training, IReadOnlyList<FashionImage> test, int epochs)
{
    private static readonly int[] Seeds = [1, 2, 3];

    private delegate IEstimator<BinarizedNetworkTransformer> Way(LarqCatalog larq);

    /// <summary>Trains all of them and prints their accuracies on the test images.</summary>
    public void Run()
    {
        var clock = Stopwatch.StartNew();
        var (teacher, best) = Train(
            "teacher", 1, larq => larq.BinaryNet(Options(DistilledNetworks.Teacher, 0.002f, epochs)));
        AttentionPair[] blocks = [.. DistilledNetworks.Blocks];
        Console.WriteLine($"| student taught by | {string.Join(" | ", Seeds.Select(seed => $"seed {seed}"))} | mean |");
        Console.WriteLine($"|---|{string.Concat(Seeds.Select(_ => "---|"))}---|");
        Student("labels", null);
        Student("labels, outputs (T = 4)", new Distillation(teacher) { Temperature = 4 });
        Student("outputs alone (T = 4)", new Distillation(teacher) { Temperature = 4, LabelWeight = 0 });
        var both = new Distillation(teacher) { OutputWeight = 3, AttentionWeight = 30, Attention = blocks };
        Student("labels, outputs ×3, attention ×30", both);
        // The same number of epochs in all: kernels in real numbers first, then their signs, taught by what they were.
        Row("the same in two stages", larq => larq.BinaryNetInStages(
            new("activations", _ => Options(DistilledNetworks.BinaryActivations, 0.005f, epochs / 2, both)),
            new("kernels", earlier => Options(
                DistilledNetworks.Student, 0.002f, epochs - (epochs / 2),
                new(earlier["activations"]) { OutputWeight = 0.8f }, earlier["activations"].Weights))));
        Console.WriteLine(
            $"teacher {best:P2}; {training.Count:N0} training and {test.Count:N0} test images, {epochs} epochs; "
            + $"{clock.Elapsed.TotalMinutes:F1} minutes");

        void Student(string name, Distillation? lesson) =>
            Row(name, larq => larq.BinaryNet(Options(DistilledNetworks.Student, 0.005f, epochs, lesson)));

        void Row(string name, Way way)
        {
            double[] values = [.. Seeds.Select(seed => Train(name, seed, way).Accuracy)];
            Console.WriteLine(
                $"| {name} | {string.Join(" | ", values.Select(value => $"{value:P2}"))} | {values.Average():P2} |");
        }
    }

    private static BinarizedNetworkTrainer.Options Options(
        Func<NetworkTensor, int, NetworkTensor> network, float rate, int epochs, Distillation? lesson = null,
        NetworkWeights? start = null) => new()
        {
            FeatureColumnName = "Pixels",
            Network = network,
            StartWeights = start,
            Optimizer = Optimize.Adam(Schedule.Cosine(rate)),
            Distillation = lesson,
            BatchSize = 64,
            Epochs = epochs,
            Metrics = [],
        };

    private (BinarizedNetworkTransformer Model, double Accuracy) Train(string name, int seed, Way way)
    {
        var mlContext = new MLContext(seed);
        var clock = Stopwatch.StartNew();
        var model = mlContext.Transforms.Conversion.MapValueToKey("Label")
            .Append(way(mlContext.Larq()))
            .Fit(mlContext.Data.LoadFromEnumerable(training));
        var metrics = mlContext.MulticlassClassification.Evaluate(
            model.Transform(mlContext.Data.LoadFromEnumerable(test)));
        Console.Error.WriteLine($"{name}, seed {seed}: {metrics.MicroAccuracy:P2}, {clock.Elapsed.TotalSeconds:F0} s");
        return (model.LastTransformer, metrics.MicroAccuracy);
    }
}
