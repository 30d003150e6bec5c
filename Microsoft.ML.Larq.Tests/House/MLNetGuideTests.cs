using Microsoft.ML.Data;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>The guide to ML.NET's ways: its code runs, and what it says cannot be done cannot.</summary>
[TestClass]
public class MLNetGuideTests
{
    [TestMethod]
    public void Code_IsTheExamplesBelow() => GuideCode.AssertIsIn("MLNet.md", "MLNetGuideTests.cs", 2);

    [TestMethod]
    public void Examples_Run()
    {
        var mlContext = new MLContext(seed: 1);
        var rows = mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, 120).Select(i => new House
        {
            Width = i % 7,
            Height = i % 5,
            Sold = i % 7 > 3,
            Pieces = 1 + (i % 3),
        }).ToArray());
        Assert.IsLessThan(-0.1, Ways(mlContext, rows));
        var split = mlContext.Data.TrainTestSplit(rows, 0.3);
        var options = Trainers.Options("Sold", epochs: 2);
        var history = Validation(mlContext, split, options).BinaryNet().History;
        Assert.IsTrue(double.IsFinite(history[MetricNames.Validation + MetricNames.Loss][^1]));
    }

    // The type that it takes is one that our model is not, for any argument: a program with both does not compile.
    [TestMethod]
    public void CalculateFeatureContribution_TakesNoModelOfOurs()
    {
        var wanted = typeof(ExplainabilityCatalog).GetMethods()
            .Where(method => method.Name == nameof(ExplainabilityCatalog.CalculateFeatureContribution))
            .Select(method => method.GetParameters()[1].ParameterType).ToArray();
        Assert.IsNotEmpty(wanted);
        foreach (var type in wanted)
        {
            Assert.IsFalse(type.IsAssignableFrom(typeof(BinarizedNetworkTransformer)), $"{type}");
            var theirs = typeof(BinaryPredictionTransformer<BinarizedNetworkTransformer>);
            Assert.IsFalse(type.IsAssignableFrom(theirs), $"{type}");
        }
    }

    private static double Ways(MLContext mlContext, IDataView rows)
    {
        var trainers = mlContext.BinaryClassification.Trainers;
        var pipeline = mlContext.Transforms.Concatenate("Features", "Width", "Height")
            .Append(trainers.BinaryNet(new BinarizedNetworkTrainer.Options
            {
                LabelColumnName = "Sold",
                ExampleWeightColumnName = "Pieces",
            }));
        var model = pipeline.Fit(rows);

        var stricter = mlContext.BinaryClassification.ChangeModelThreshold(model.LastTransformer, 1.5f);
        var importance = mlContext.BinaryClassification.PermutationFeatureImportanceNonCalibrated(
            model, model.Transform(rows), labelColumnName: "Sold");
        Console.WriteLine(importance["Width"].AreaUnderRocCurve.Mean);
        Console.WriteLine(model.BinaryNet().Packed.Report);
        Assert.AreNotSame(model.LastTransformer, stricter);
        return importance["Width"].AreaUnderRocCurve.Mean;
    }

    private static TransformerChain<BinarizedNetworkTransformer> Validation(
        MLContext mlContext, DataOperationsCatalog.TrainTestData split, BinarizedNetworkTrainer.Options options)
    {
        var steps = mlContext.Transforms.Concatenate("Features", "Width", "Height");
        var prepared = steps.Fit(split.TrainSet);
        options.ValidationSet = prepared.Transform(split.TestSet);
        var validated = steps.Append(mlContext.Larq().BinaryNet(options)).Fit(split.TrainSet);
        return validated;
    }

    public sealed class House
    {
        public float Width { get; set; }

        public float Height { get; set; }

        public bool Sold { get; set; }

        public float Pieces { get; set; }
    }
}
