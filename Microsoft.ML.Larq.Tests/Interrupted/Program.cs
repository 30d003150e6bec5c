using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Larq;
using Microsoft.ML.Larq.Checkpoints;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Training;

// Trains with checkpoints in the folder of the first argument, or goes on from there; says each epoch, and at the end
// what the weights are.
var context = new MLContext();
var rows = context.Data.LoadFromEnumerable(Row.Make(200));
var options = new BinarizedNetworkTrainer.Options
{
    Seed = 5,
    Epochs = int.Parse(args[1], CultureInfo.InvariantCulture),
    BatchSize = 32,
    NumberOfThreads = 1,
    Image = new ImageShape(4, 4, 1),
    Network = (input, outputs) => input
        .Conv2D(8, 3, padding: PadMode.Same, useBias: false).BatchNormalization()
        .QuantConv2D(8, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign",
            useBias: false).BatchNormalization()
        .Dropout(0.2f).Flatten().Dense(outputs),
    Optimizer = Optimize.Case(
        binary: Optimize.Bop(1e-6f, Schedule.Cosine(1e-2f)), other: Optimize.Adam(Schedule.Cosine(0.01f))),
    Augmentation = [ImageAugmentation.RandomCrop(1), ImageAugmentation.HorizontalFlip()],
    ValidationSet = context.Data.LoadFromEnumerable(Row.Make(40)),
    Callbacks = [new Speaker(), new EarlyStopping(patience: 1000)],
    Checkpoints = new CheckpointOptions(args[0]),
    ResumeFrom = CheckpointOptions.AnyIn(args[0]) ? args[0] : null,
};
var model = context.Larq().BinaryNet(options).Fit(rows);
using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
foreach (var weight in model.Weights.Values) hash.AppendData(MemoryMarshal.AsBytes(weight.Values));
Console.WriteLine($"weights: {Convert.ToHexString(hash.GetHashAndReset())}");
Console.WriteLine(
    $"history: "
    + $"{string.Join(' ', model.History["Loss"].Select(loss => loss.ToString("R", CultureInfo.InvariantCulture)))}");

internal sealed class Speaker : TrainingCallback
{
    public override void OnTrainBegin(TrainingContext training) => Say(training);

    public override void OnEpochEnd(TrainingContext training) => Say(training);

    private static void Say(TrainingContext training)
    {
        Console.WriteLine($"epoch: {training.Progress.Epoch}");
        Console.Out.Flush();
    }
}

internal sealed class Row
{
    public bool Label { get; set; }

    [VectorType(16)]
    public float[] Features { get; set; } = [];

    public static IEnumerable<Row> Make(int count) => Enumerable.Range(0, count).Select(i => new Row
    {
        Label = i % 2 == 0,
        Features = [.. Enumerable.Range(0, 16).Select(j => MathF.Sin((i * 7.3f) + (j * (i % 2 == 0 ? 1.1f : 2.3f))))],
    });
}
