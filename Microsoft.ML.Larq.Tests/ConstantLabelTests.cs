using Microsoft.ML.Data;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Tests;

/// <summary>A regression whose labels are all one number predicts it; LightGBM does.</summary>
[TestClass]
public class ConstantLabelTests
{
    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    [DataRow(5f)]
    [DataRow(0.001f)]
    [DataRow(0f)]
    [DataRow(-1e30f)]
    [DataRow(0.1f)]
    [DataRow(16_777_217f)]
    public void Fit_ConstantLabel_PredictsIt(float label)
    {
        var model = Fit(Rows(60, _ => label));
        var other = Rows(20, _ => label, seed: 9);
        Assert.IsTrue(model.Transform(other).GetColumn<float>("Score").All(score => score == label));
        var warnings = model.History.Warnings;
        Assert.HasCount(1, warnings, string.Join('\n', warnings));
        StringAssert.Contains(warnings[0].Message, "Label column 'Label' is ");

        using var file = new MemoryStream();
        _context.Model.Save(model, null, file);
        file.Position = 0;
        var loaded = _context.Model.Load(file, out _);
        Assert.IsTrue(loaded.Transform(other).GetColumn<float>("Score").All(score => score == label));
    }

    // What such a model learned had no unit: the new labels have one.
    [TestMethod]
    public void Fit_FurtherOnOtherLabels_LearnsThem()
    {
        var data = Rows(200, x => (1000 * x) + 7);
        var trainer = _context.Larq().BinaryNet();
        var further = trainer.Fit(data, trainer.Fit(Rows(200, _ => 5)));
        Assert.IsGreaterThan(0.8, _context.Regression.Evaluate(further.Transform(data)).RSquared);
    }

    [TestMethod]
    public void History_Regression_HasTheErrorInTheLabelsUnit()
    {
        var data = Rows(300, x => (1000 * x) + 7);
        var options = new BinarizedNetworkTrainer.Options { ValidationSet = data, Seed = 1, Epochs = 20 };
        var model = _context.Larq().BinaryNet(options).Fit(data);
        var wanted = _context.Regression.Evaluate(model.Transform(data)).RootMeanSquaredError;
        var name = MetricNames.Validation + MetricNames.RootMeanSquaredError;
        Assert.AreEqual(wanted, model.History[name][^1], 1e-3 * wanted);
        Assert.IsGreaterThan(1, model.History[MetricNames.RootMeanSquaredError][^1], "of training");
    }

    private BinarizedNetworkTransformer Fit(IDataView data) => _context.Larq().BinaryNet().Fit(data);

    private IDataView Rows(int count, Func<float, float> label, int seed = 3)
    {
        var random = new Random(seed);
        return _context.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(_ =>
        {
            float[] features = [.. Enumerable.Range(0, 4).Select(_ => random.NextSingle())];
            return new Row { Features = features, Label = label(features[0]) };
        }).ToArray());
    }

    private sealed class Row
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}
