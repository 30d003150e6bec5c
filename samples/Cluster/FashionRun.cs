using System.Globalization;
using FashionMnist;
using Microsoft.ML;
using Microsoft.ML.Larq;
using Microsoft.ML.Larq.Clusters;
using Microsoft.ML.Larq.Optimizers;

namespace ClusterSample;

/// <summary>
/// The network of samples/FashionMnist, trained on that sample's 3,000 images of <c>--quick</c> and tested on all
/// 10,000: what a wire does to a deep network of images.
/// </summary>
internal sealed class FashionRun(MLContext context, Cluster? cluster, CommandLine options)
{
    private const int Rows = 3_000;

    public void Run()
    {
        var files = new FashionFiles(FashionFiles.DebianFolder);
        var other = Optimize.Adam(Schedule.Cosine(0.005f));
        var model = context.Transforms.Conversion.MapValueToKey("Label")
            .Append(context.Larq().BinaryNet(new BinarizedNetworkTrainer.Options
            {
                FeatureColumnName = "Pixels",
                Network = FashionNetworks.Binary,
                Optimizer = options.UsesLion
                    ? Optimize.Case(binary: Optimize.Lion(Schedule.Cosine(1e-3f)), other: other) : other,
                BatchSize = options.BatchSize,
                Epochs = options.Epochs,
                NumberOfThreads = options.Threads,
                Cluster = cluster,
                Seed = options.Seed,
                Progress = new Speaker(),
            }))
            .Fit(context.Data.LoadFromEnumerable(files.Training.Take(Rows)));
        Console.WriteLine($"rank {cluster?.Rank ?? 0}: weights {Part.Digest(model.LastTransformer)}");
        if (cluster is { Rank: > 0 }) return;
        var metrics = context.MulticlassClassification.Evaluate(
            model.Transform(context.Data.LoadFromEnumerable(files.Test)));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Test accuracy {100 * metrics.MicroAccuracy:F2}% of {cluster?.Size ?? 1} ranks"));
    }
}
