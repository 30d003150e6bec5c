using System.Collections.Immutable;
using Microsoft.ML.Data;

namespace Microsoft.ML.Larq.Tests.Hosting;

/// <summary>
/// ML.NET's permutation feature importance with our model beside one of ML.NET's own: the same rows, the same call, and
/// both name the feature that decides.
/// </summary>
[TestClass]
public class PermutationImportanceTests
{
    private const string Deciding = "decides";

    private static readonly MLContext Context = new(seed: 1);

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Multiclass_DecidingFeature_IsNamedByBoth(bool isLoaded)
    {
        var rows = Table();
        var theirs = Context.MulticlassClassification.Trainers.SdcaMaximumEntropy(maximumNumberOfIterations: 20);
        var ours = Context.Larq().BinaryNet(Options("Label"));
        foreach (var model in Models(rows, isLoaded, theirs, ours))
        {
            var importance = Context.MulticlassClassification.PermutationFeatureImportance(model, rows);
            Assert.AreEqual(Deciding, importance.MinBy(slot => slot.Value.MicroAccuracy.Mean).Key);
            Assert.IsLessThan(-0.1, importance[Deciding].MicroAccuracy.Mean);
        }
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Binary_DecidingFeature_IsNamedByBoth(bool isLoaded)
    {
        var rows = Table();
        var theirs = Context.BinaryClassification.Trainers.SdcaLogisticRegression(
            "Flag", maximumNumberOfIterations: 20);
        var ours = Context.Larq().BinaryNet(Options("Flag"));
        var oursOfTheirs = Context.BinaryClassification.Trainers.BinaryNet(Options("Flag"));
        foreach (var model in Models(rows, isLoaded, theirs, ours, oursOfTheirs))
        {
            // ML.NET has no overload for a whole model here.
            var last = (ISingleFeaturePredictionTransformer<object>)((IEnumerable<ITransformer>)model).Last();
            var importance = Context.BinaryClassification.PermutationFeatureImportance(last, rows, "Flag");
            Assert.IsLessThan(-0.1, importance[1].AreaUnderRocCurve.Mean);
            Assert.AreEqual(importance[1], importance.MinBy(slot => slot.AreaUnderRocCurve.Mean));
        }
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void BinaryNonCalibrated_DecidingFeature_IsNamedByBoth(bool isLoaded)
    {
        var rows = Table();
        var theirs = Context.BinaryClassification.Trainers.LinearSvm("Flag", numberOfIterations: 10);
        var ours = Context.Larq().BinaryNet(Options("Flag"));
        foreach (var model in Models(rows, isLoaded, theirs, ours))
        {
            var importance = Context.BinaryClassification.PermutationFeatureImportanceNonCalibrated(
                model, rows, "Flag");
            Assert.AreEqual(Deciding, importance.MinBy(slot => slot.Value.AreaUnderRocCurve.Mean).Key);
        }
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Regression_DecidingFeature_IsNamedByBoth(bool isLoaded)
    {
        var rows = Table();
        var theirs = Context.Regression.Trainers.OnlineGradientDescent("Target", numberOfIterations: 50);
        var ours = Context.Larq().BinaryNet(Options("Target"));
        foreach (var model in Models(rows, isLoaded, theirs, ours))
        {
            var importance = Context.Regression.PermutationFeatureImportance(model, rows, "Target");
            Assert.AreEqual(
                Deciding, importance.MinBy(slot => slot.Value.RSquared.Mean).Key,
                $"{((IEnumerable<ITransformer>)model).Last()}");
            Assert.IsLessThan(-0.1, importance[Deciding].RSquared.Mean, $"{((IEnumerable<ITransformer>)model).Last()}");
        }
    }

    [TestMethod]
    public void Typed_OfTheChainsLastTransformer_GivesOneValueAFeature()
    {
        var rows = Table();
        var model = Context.Transforms.CopyColumns("Copy", "Features")
            .Append(Context.Larq().BinaryNet(Options("Target"))).Fit(rows);
        ImmutableArray<RegressionMetricsStatistics> importance =
            Context.Regression.PermutationFeatureImportance(model.LastTransformer, rows, "Target");
        Assert.HasCount(3, importance);
        Assert.AreEqual(1, Array.IndexOf([.. importance], importance.MinBy(slot => slot.RSquared.Mean)));
    }

    [TestMethod]
    public void Model_OfTheInterface_IsThePackedNetworkAndItsColumn()
    {
        var rows = Table();
        var model = Context.Larq().BinaryNet(Options("Target")).Fit(rows);
        ISingleFeaturePredictionTransformer<object> theirs = model;
        Assert.AreSame(model.Packed, theirs.Model);
        Assert.AreEqual("Features", theirs.FeatureColumnName);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 3), theirs.FeatureColumnType);
    }

    private static BinarizedNetworkTrainer.Options Options(string label) => new()
    {
        LabelColumnName = label,
        Network = (input, outputs) => input.QuantileThermometer(8)
            .QuantDense(64, kernelQuantizer: "ste_sign", useBias: false).BatchNormalization().Dense(outputs),
        Epochs = 10,
        BatchSize = 16,
        Seed = 1,
    };

    private static IEnumerable<ITransformer> Models(
        IDataView rows, bool isLoaded, params IEstimator<ITransformer>[] trainers)
    {
        foreach (var trainer in trainers)
        {
            ITransformer model = new EstimatorChain<ITransformer>().Append(trainer).Fit(rows);
            if (isLoaded)
            {
                using var stream = new MemoryStream();
                Context.Model.Save(model, rows.Schema, stream);
                stream.Position = 0;
                model = Context.Model.Load(stream, out _);
            }

            yield return model;
        }
    }

    // Features of which the second decides every label; with names, without which ML.NET's own trainers fail as well.
    private static IDataView Table()
    {
        var random = new Random(5);
        var rows = Context.Data.LoadFromEnumerable(Enumerable.Range(0, 240).Select(_ =>
        {
            var (a, b, c) = (random.NextSingle(), random.NextSingle(), random.NextSingle());
            return new Row
            {
                First = a,
                Second = b,
                Third = c,
                Text = b < 0.33f ? "a" : b < 0.67f ? "b" : "c",
                Flag = b > 0.5f,
                Target = (4 * b) - 1
            };
        }).ToArray());
        var named = Context.Transforms.CopyColumns(Deciding, nameof(Row.Second))
            .Append(Context.Transforms.Concatenate("Features", nameof(Row.First), Deciding, nameof(Row.Third)))
            .Append(Context.Transforms.Conversion.MapValueToKey("Label", nameof(Row.Text)));
        return Context.Data.Cache(named.Fit(rows).Transform(rows));
    }

    public sealed class Row
    {
        public float First { get; set; }

        public float Second { get; set; }

        public float Third { get; set; }

        public string Text { get; set; } = "";

        public bool Flag { get; set; }

        public float Target { get; set; }
    }
}
