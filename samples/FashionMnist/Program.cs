// Real images through an ordinary ML.NET pipeline: a residual binarized network, and its float twin for comparison;
// with --distill a smaller one, alone and with a teacher.
using System.Diagnostics;
using System.Globalization;
using FashionMnist;
using Microsoft.ML;
using Microsoft.ML.Larq;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training;

var quick = args.Contains("--quick");
var withTwin = !args.Contains("--no-twin");
var folder = Value("--data") ?? FashionFiles.DebianFolder;
if (!Directory.Exists(folder))
{
    Console.Error.WriteLine(
        $"There is no folder '{folder}'. Install Debian's package dataset-fashion-mnist, or name the folder that holds "
        + "train-images-idx3-ubyte.gz and its three companions with --data FOLDER.");
    return 2;
}

var files = new FashionFiles(folder);
IReadOnlyList<FashionImage> training = quick ? [.. files.Training.Take(3_000)] : files.Training;
IReadOnlyList<FashionImage> test = quick ? [.. files.Test.Take(1_000)] : files.Test;
var epochs = int.Parse(Value("--epochs") ?? (quick ? "2" : "16"), CultureInfo.InvariantCulture);

if (args.Contains("--distill"))
{
    new DistilledRuns(training, files.Test, epochs).Run();
    return 0;
}

var binary = Train("binary", FashionNetworks.Binary, 0.005f);
var saved = new FileInfo("fashion.zip");
var mlContext = new MLContext(seed: 1);
mlContext.Model.Save(binary.Model, null, saved.FullName);
Console.WriteLine(
    $"saved as {saved.Name}: {saved.Length:N0} bytes; packed against trained: {binary.Network.Agreement}");
Console.WriteLine(binary.Network.Packed.Report);
binary.Network.WriteReport("fashion.html", "Fashion-MNIST");
Console.WriteLine("report: fashion.html");
if (withTwin)
{
    var twin = Train("float twin", FashionNetworks.Float, 0.002f);
    Console.WriteLine($"binary {binary.Accuracy:P2}, float twin {twin.Accuracy:P2}");
}

return 0;

(ITransformer Model, BinarizedNetworkTransformer Network, double Accuracy) Train(
    string name, Func<NetworkTensor, int, NetworkTensor> network, float learningRate)
{
    var mlContext = new MLContext(seed: 1);
    var clock = Stopwatch.StartNew();
    var model = mlContext.Transforms.Conversion.MapValueToKey("Label")
        .Append(mlContext.Larq().BinaryNet(new BinarizedNetworkTrainer.Options
        {
            FeatureColumnName = "Pixels",
            Network = network,
            Optimizer = Optimize.Adam(Schedule.Cosine(learningRate)),
            BatchSize = 128,
            Augmentation = quick ? [] : [ImageAugmentation.HorizontalFlip()],
            Epochs = epochs,
            Progress = new EpochLines(name),
        }))
        .Fit(mlContext.Data.LoadFromEnumerable(training));
    var minutes = clock.Elapsed.TotalMinutes;
    var metrics = mlContext.MulticlassClassification.Evaluate(model.Transform(mlContext.Data.LoadFromEnumerable(test)));
    Console.WriteLine($"{name}: test accuracy {metrics.MicroAccuracy:P2} after {epochs} epochs, {minutes:F1} minutes");
    return (model, model.LastTransformer, metrics.MicroAccuracy);
}

string? Value(string option)
{
    var at = Array.IndexOf(args, option);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}

internal sealed class EpochLines(string name) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        if (value.EpochCompleted) Console.WriteLine($"{name}, {value} ({value.Elapsed.TotalMinutes:F1} min)");
    }
}
