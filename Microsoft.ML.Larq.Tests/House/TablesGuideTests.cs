using System.Text.RegularExpressions;
using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Training;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>The guide to tables: its code runs.</summary>
[TestClass]
public partial class TablesGuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(SourceTree.Root, "samples", "Tables.md"));

    [TestMethod]
    public void Code_IsTheExamplesBelow()
    {
        var own = Flat(File.ReadAllText(Path.Combine(SourceTree.Tests, "House", "TablesGuideTests.cs")));
        var blocks = Code().Matches(Guide).Select(match => Flat(match.Groups[1].Value)).ToArray();
        Assert.HasCount(3, blocks);
        foreach (var block in blocks) Assert.Contains(block, own);
    }

    [TestMethod]
    public void Examples_Run()
    {
        var mlContext = new MLContext(seed: 1);
        var random = new Random(1);
        var rows = mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, 300).Select(i => new Row
        {
            City = "abc"[i % 3].ToString(),
            Income = i % 7 == 0 ? float.NaN : random.NextSingle(),
            Age = i % 50,
            Answer = i % 3 == 0 ^ i % 50 > 25,
        }).ToArray());
        var model = Short(mlContext, rows);
        Assert.IsGreaterThan(0.9, mlContext.BinaryClassification.Evaluate(model.Transform(rows), "Answer").Accuracy);
        Assert.AreEqual("60", Knobs(mlContext, model, rows));
        Assert.HasCount(5, Folds(mlContext, model.Transform(rows)));
    }

    private static ITransformer Short(MLContext mlContext, IDataView rows)
    {
        var pipeline = mlContext.Transforms.Categorical.OneHotEncoding("City")
            .Append(mlContext.Transforms.Concatenate("Features", "City", "Income", "Age"))
            .Append(mlContext.Larq().BinaryNet(labelColumnName: "Answer"));
        var model = pipeline.Fit(rows);
        return model;
    }

    private static string Knobs(MLContext mlContext, ITransformer model, IDataView rows)
    {
        var options = new BinarizedNetworkTrainer.Options
        {
            LabelColumnName = "Answer",
            Network = (input, outputs) => DefaultNetworks.Vector(input, outputs, bits: 32, units: 1024, dropout: 0.2f),
            Epochs = 60,
            BatchSize = 32,
        };
        var trained = mlContext.Larq().BinaryNet(options).Fit(model.Transform(rows));
        return trained.Facts.Options.Single(option => option.Name == "Epochs").Value;
    }

    private static TrainCatalogBase.CrossValidationResult<CalibratedBinaryClassificationMetrics>[] Folds(
        MLContext mlContext, IDataView prepared)
    {
        var careful = new BinarizedNetworkTrainer.Options
        {
            LabelColumnName = "Answer",
            ValidationFraction = 0.1f,
            Callbacks = [new EarlyStopping(patience: 10)],
        };
        var folds = mlContext.BinaryClassification.CrossValidate(
            prepared, mlContext.Larq().BinaryNet(careful), numberOfFolds: 5, labelColumnName: "Answer");
        return [.. folds];
    }

    private static string Flat(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim())).Trim();

    [GeneratedRegex("^```csharp\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    private sealed class Row
    {
        public string City { get; set; } = "";

        public float Income { get; set; }

        public float Age { get; set; }

        public bool Answer { get; set; }
    }
}
