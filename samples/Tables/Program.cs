// Tables as people bring them, words, missing values and all: five folds of the default network against ML.NET's trees.
// dotnet run -c Release -- [seeds] [tables]: 1 seed unless said, all tables unless some are named.
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Larq.Networks;
using Spectre.Console;
using Tables;

TableFile[] tables =
[
    new("digits.csv", LearningTask.MulticlassClassification),
    new("wine.csv", LearningTask.MulticlassClassification),
    new("breast_cancer.csv", LearningTask.BinaryClassification),
    new("german.csv.gz", LearningTask.BinaryClassification),
    new("banknote_authentication.csv.gz", LearningTask.BinaryClassification),
    new("ionosphere.csv.gz", LearningTask.BinaryClassification),
    new("winequality-red.csv.gz", LearningTask.MulticlassClassification),
    new("diabetes.csv", LearningTask.Regression),
    new("abalone.csv.gz", LearningTask.Regression),
    new("winequality-red.csv.gz", LearningTask.Regression),
    new("adult-train.csv.gz", LearningTask.BinaryClassification),
];
var seeds = args.Length == 0 ? 1 : int.Parse(args[0], CultureInfo.InvariantCulture);
var named = args.Skip(1).ToHashSet(StringComparer.Ordinal);

var shown = new Table().AddColumns(
    "table", "trainer", "accuracy or R²", "AUC", "log-loss", "bytes", "fit, CPU s", "rows a CPU s");
foreach (var table in tables.Where(table => named.Count == 0 || named.Contains(table.Name)))
{
    var folds = Contender.All.ToDictionary(contender => contender, _ => new List<Outcome>());
    for (var seed = 1; seed <= seeds; seed++)
    {
        var mlContext = new MLContext(seed);
        var (rows, features) = table.Load(mlContext);
        foreach (var fold in mlContext.Data.CrossValidationSplit(rows, numberOfFolds: 5, seed: seed))
        {
            // What makes the features is fitted on the fold's training rows, once for all trainers.
            var made = features.Fit(fold.TrainSet);
            var training = mlContext.Data.Cache(made.Transform(fold.TrainSet));
            var test = mlContext.Data.Cache(made.Transform(fold.TestSet));
            foreach (var (contender, outcomes) in folds)
            {
                outcomes.Add(Outcome.Of(
                    mlContext, table.Task, contender.Trainer(mlContext, table.Task), training, test));
            }
        }
    }

    foreach (var (contender, outcomes) in folds)
    {
        var mean = Outcome.Mean(outcomes);
        shown.AddRow(
            contender == Contender.All[0] ? table.Name + Suffix(table.Task) : "", contender.Name,
            Text(mean.Score, "F4"),
            Text(mean.Auc, "F4"), Text(mean.LogLoss, "F3"), Text(mean.Bytes, "N0"), Text(mean.FitSeconds, "F2"),
            Text(mean.RowsPerSecond, "N0"));
    }
}

AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 130);
AnsiConsole.Write(shown.Caption(
    $"five folds, seeds 1 to {seeds}; the first fit of a process, which compiles, is not in the time"));

// Wine's quality is learned twice.
static string Suffix(LearningTask task) => task == LearningTask.Regression ? " (number)" : "";

static string Text(double value, string format) =>
    double.IsNaN(value) ? "" : value.ToString(format, CultureInfo.InvariantCulture);
