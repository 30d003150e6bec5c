using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Training;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>The guide to tables: its code runs.</summary>
[TestClass]
public class TablesGuideTests
{
    [TestMethod]
    public void Code_IsTheExamplesBelow() => GuideCode.AssertIsIn("Tables.md", "TablesGuideTests.cs", 3);

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

    private sealed class Row
    {
        public string City { get; set; } = "";

        public float Income { get; set; }

        public float Age { get; set; }

        public bool Answer { get; set; }
    }
}
