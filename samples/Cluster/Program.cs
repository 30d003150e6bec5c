using System.Diagnostics;
using System.Globalization;
using ClusterSample;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Larq;
using Microsoft.ML.Larq.Clusters;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Transforms;

// Trains the digits' network on all processes that mpirun started, one alone without it, and scores the test rows, each
// process its part: mpirun -n 2 dotnet ClusterSample.dll. Every process runs this same program.
var options = CommandLine.Parse(args);
Trouble.Sleep(options);
var cluster = options.IsAlone ? null : Cluster.Mpi(
    options.HasShares, options.Synchronizes, options.Patience, options.Wire);
var (rank, ranks) = (cluster?.Rank ?? 0, cluster?.Size ?? 1);
Console.WriteLine($"rank {rank}: {cluster?.ToString() ?? "no cluster"}; process {Environment.ProcessId}");

var mlContext = new MLContext(seed: 1);
mlContext.Log += (_, entry) =>
{
    if (entry.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning
        || entry.Message.Contains("bytes a step", StringComparison.Ordinal)) Console.WriteLine(entry.Message);
};
if (options.IsFashion)
{
    new FashionRun(mlContext, cluster, options).Run();
    return;
}

var data = mlContext.Data.LoadFromTextFile<Digit>(
    Path.Combine(AppContext.BaseDirectory, "digits.csv"), separatorChar: ',');
var split = mlContext.Data.TrainTestSplit(data, testFraction: 0.2, seed: 1);

// Keys are made of all rows, so that they mean the same on every rank.
var keys = mlContext.Transforms.Conversion
    .MapValueToKey("Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue).Fit(data);
var count = split.TrainSet.GetColumn<float>(nameof(Digit.Label)).Count();
var rows = options.HasShares ? Part.Of(mlContext, split.TrainSet, rank, ranks) : split.TrainSet;
if (options.FailsOn == rank) rows = Part.WithABadRow(mlContext, rows);

var watch = Stopwatch.StartNew();
BinarizedNetworkTransformer model;
try
{
    model = mlContext.Larq().BinaryNet(new BinarizedNetworkTrainer.Options
    {
        FeatureColumnName = nameof(Digit.Pixels),
        Image = new ImageShape(8, 8, 1),
        Epochs = options.Epochs,
        BatchSize = options.BatchSize,
        NumberOfThreads = options.Threads,
        Cluster = cluster,
        Seed = options.Seed,
        Optimizer = options.UsesLion ? Optimize.Case(binary: Optimize.Lion(1e-3), other: Optimize.Adam(1e-3f)) : null,
        Progress = new Speaker(),
    }).Fit(keys.Transform(rows));
}
catch (Exception error) when (options.Catches)
{
    Trouble.Save(options, rank, error);
    return;
}

if (rank == 0)
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{options.Epochs * count / watch.Elapsed.TotalSeconds:F0} rows a second"));

// Each rank scores its part of the test rows into a file of its own; one after another, the files are in order.
PartScoring.Write(
    model.Transform(keys.Transform(Part.Of(mlContext, split.TestSet, rank, ranks))), options.Folder, rank, ranks);
if (rank == 0)
{
    var metrics = mlContext.MulticlassClassification.Evaluate(model.Transform(keys.Transform(split.TestSet)));
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"Test accuracy {100 * metrics.MicroAccuracy:F1}% of {ranks} ranks"));
}

Console.WriteLine($"rank {rank}: weights {Part.Digest(model)}");
