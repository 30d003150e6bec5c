using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Data;
using Microsoft.ML.Larq.Training.Losses;
using Microsoft.ML.Larq.Training.Measures;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Training;

/// <summary>What the tests of training start from: settings, rows and an observer that remembers.</summary>
internal static class Probe
{
    public static string Folder => Path.Combine(Path.GetTempPath(), "larq-training-tests");

    public static TrainingSettings Settings(LearningTask task = LearningTask.MulticlassClassification) =>
        new(new TrainingChoices
        {
            Optimizer = Optimize.Adam(0.01f),
            Epochs = 1,
            BatchSize = 8,
            Measuring = new MeasuringChoices { MetricsInterval = 1 },
        })
        {
            Task = task,
            Loss = TrainingLoss.For(task, null),
            Seed = 1,
            Labels = LabelScale.None,
            CheckAlive = () => { },
        };

    public static Tally Evaluate(NetworkModule network, TrainingSettings settings, RowCache rows) =>
        new Evaluation(
            network, Batches(settings.BatchSize, settings.Labels).UpTo(settings.BatchSize, rows), settings.Loss,
            TaskMetric.For(settings.Task), settings.CheckAlive).Run();

    public static Reestimation Reestimation(NetworkModule network, RowCache rows, int batch = 8) =>
        new(network, Batches(batch, LabelScale.None), rows, () => { });

    /// <summary>A cache in memory with one row for each label.</summary>
    public static RowCache Rows(float[] features, params float[] labels)
    {
        var width = features.Length / labels.Length;
        var cache = new RowCache(width, long.MaxValue, Folder);
        for (var row = 0; row < labels.Length; row++) cache.Add(features.AsSpan(row * width, width), labels[row]);
        return cache;
    }

    /// <summary>Random features between −1 and 1, and labels that a function makes of each row.</summary>
    public static RowCache Rows(int seed, int count, int width, Func<float[], float> label)
    {
        var random = new Random(seed);
        var cache = new RowCache(width, long.MaxValue, Folder);
        for (var row = 0; row < count; row++)
        {
            var features = new float[width];
            foreach (ref var value in features.AsSpan()) value = (random.NextSingle() * 2) - 1;
            cache.Add(features, label(features));
        }

        return cache;
    }

    private static Batching Batches(int size, LabelScale labels) => new(size, labels, CPU, Seed: 1);

    public static NetworkWeights Weights(
        NetworkDefinition definition, params (string Name, float[] Values)[] set)
    {
        var start = NetworkWeights.Initialize(definition, 3);
        return start.With(set.Select(pair => KeyValuePair.Create(
            pair.Name, new WeightArray(start[pair.Name].Shape, pair.Values))));
    }
}

/// <summary>Remembers every report.</summary>
internal sealed class Listener : ITrainingObserver
{
    public List<TrainingProgress> Reports { get; } = [];

    public bool IsDue { get; init; }

    public Action<TrainingProgress> Heard { get; init; } = _ => { };

    public IEnumerable<TrainingProgress> Epochs => Reports.Where(report => report.EpochCompleted);

    public void Report(TrainingProgress progress)
    {
        Reports.Add(progress);
        Heard(progress);
    }
}
