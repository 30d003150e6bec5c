// Four real tables as they are, unscaled: ML.NET's own five-fold cross-validation of the default network.
using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Spectre.Console;
using Tables;

var seeds = args.Length == 0 ? 3 : int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture);
Experiment[] experiments =
[
    new("digits", 64, DataKind.Single, "accuracy", (mlContext, data) => mlContext.MulticlassClassification
        .CrossValidate(data, Keyed(mlContext)).Select(fold => fold.Metrics.MicroAccuracy)),
    new("wine", 13, DataKind.Single, "accuracy", (mlContext, data) => mlContext.MulticlassClassification
        .CrossValidate(data, Keyed(mlContext)).Select(fold => fold.Metrics.MicroAccuracy)),
    new("breast_cancer", 30, DataKind.Boolean, "area under ROC", (mlContext, data) => mlContext.BinaryClassification
        .CrossValidate(data, mlContext.Larq().BinaryNet()).Select(fold => fold.Metrics.AreaUnderRocCurve)),
    new("diabetes", 10, DataKind.Single, "R²", (mlContext, data) => mlContext.Regression
        .CrossValidate(data, mlContext.Larq().BinaryNet()).Select(fold => fold.Metrics.RSquared)),
];

var table = new Table().AddColumns("data", "rows", "measure", "mean", "± over folds", "time a fold");
foreach (var experiment in experiments)
{
    var clock = Stopwatch.StartNew();
    var rows = 0L;
    var folds = new List<double>();
    for (var seed = 1; seed <= seeds; seed++)
    {
        var mlContext = new MLContext(seed);
        var data = mlContext.Data.Cache(mlContext.Data.LoadFromTextFile(
            Path.Combine(AppContext.BaseDirectory, $"{experiment.Name}.csv"),
            [
                new("Features", DataKind.Single, 0, experiment.Features - 1),
                new("Label", experiment.Label, experiment.Features),
            ],
            separatorChar: ','));
        rows = data.GetColumn<float[]>("Features").LongCount();
        folds.AddRange(experiment.Folds(mlContext, data));
    }

    var mean = folds.Average();
    var deviation = Math.Sqrt(folds.Sum(fold => (fold - mean) * (fold - mean)) / (folds.Count - 1));
    table.AddRow(
        experiment.Name, $"{rows}", experiment.Measure, $"{mean:F3}", $"{deviation:F3}",
        $"{clock.Elapsed.TotalSeconds / folds.Count:F1} s");
}

AnsiConsole.Write(table.Caption($"five folds, seeds 1 to {seeds}"));

static IEstimator<ITransformer> Keyed(MLContext mlContext) =>
    mlContext.Transforms.Conversion.MapValueToKey("Label").Append(mlContext.Larq().BinaryNet());
