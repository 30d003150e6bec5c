using Microsoft.ML;
using Microsoft.ML.Larq;
using Microsoft.ML.Transforms;
using QuickStart;
using QuickStart.Display;
using Spectre.Console;

const string ModelPath = "digits.zip";
CommandLine options;
try
{
    options = CommandLine.Parse(args);
}
catch (FormatException error)
{
    Console.Error.WriteLine($"{error.Message}\n{CommandLine.Usage}");
    return 2;
}

using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) => (pressed.Cancel, _) = (true, cancellation.CancelAsync());

// The split does not depend on --seed, so that every run is measured on the same rows.
var mlContext = new MLContext(options.Seed);
var data = mlContext.Data.LoadFromTextFile<Digit>(
    Path.Combine(AppContext.BaseDirectory, "digits.csv"), separatorChar: ',');
var split = mlContext.Data.TrainTestSplit(data, testFraction: 0.2, seed: 1);

var log = new TrainingLog();
var pipeline = mlContext.Transforms.Conversion
    .MapValueToKey("Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
    .Append(mlContext.Larq().BinaryNet(new BinarizedNetworkTrainer.Options
    {
        FeatureColumnName = nameof(Digit.Pixels),
        Image = new ImageShape(8, 8, 1),
        Epochs = options.Epochs,
        ValidationSet = split.TestSet, // only watched: nothing is chosen by it
        Progress = log,
        CancellationToken = cancellation.Token,
    }))
    .Append(mlContext.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

var console = AnsiConsole.Console;
ITrainingDisplay display = MovingDisplay.Suits(console) && !options.Plain
    ? new MovingDisplay(console)
    : new PlainDisplay(console);
try
{
    var trained = display.Watch(log, () => pipeline.Fit(split.TrainSet));
    var metrics = mlContext.MulticlassClassification.Evaluate(trained.Transform(split.TestSet));
    console.Write(TestReport.Of(metrics));

    mlContext.Model.Save(trained, split.TrainSet.Schema, ModelPath);
}
catch (OperationCanceledException)
{
    console.MarkupLine("[yellow]Cancelled: nothing was saved.[/]");
    return 130;
}

// From here on only the file is used. Scoring needs no TorchSharp: see samples/ScoreOnly.
var model = mlContext.Model.Load(ModelPath, out _);
var network = ((IEnumerable<ITransformer>)model).OfType<BinarizedNetworkTransformer>().Single();
using var engine = mlContext.Model.CreatePredictionEngine<Digit, DigitPrediction>(model);
var digit = mlContext.Data.CreateEnumerable<Digit>(split.TestSet, reuseRowObject: false).First();
console.Write(PredictionReport.Of(digit, engine.Predict(digit)));
console.Write(PackedReportTable.Of(network, new FileInfo(ModelPath)));
return 0;
