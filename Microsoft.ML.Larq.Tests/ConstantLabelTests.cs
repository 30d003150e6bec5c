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

    // The model's error on rows that are not constant, not that of outputs that nobody sees.
    [TestMethod]
    public void History_OfAConstantLabel_IsTheModels()
    {
        var validation = Rows(50, x => 10 * x);
        var options = new BinarizedNetworkTrainer.Options { ValidationSet = validation, Seed = 1, Epochs = 5 };
        var model = _context.Larq().BinaryNet(options).Fit(Rows(100, _ => 5));
        var wanted = _context.Regression.Evaluate(model.Transform(validation));
        var history = model.History;
        Assert.AreEqual(
            wanted.RootMeanSquaredError,
            history[MetricNames.Validation + MetricNames.RootMeanSquaredError][^1], 1e-3);
        Assert.AreEqual(wanted.RSquared, history[MetricNames.Validation + MetricNames.RSquared][^1], 1e-3);
        Assert.AreEqual(0, history[MetricNames.RootMeanSquaredError][^1]);
    }

    [TestMethod]
    [DataRow(1e-3f, 0f)]
    [DataRow(1f, 1e6f)]
    public void Fit_FurtherInAnotherScale_Warns(float factor, float offset)
    {
        var trainer = _context.Larq().BinaryNet();
        var first = trainer.Fit(Rows(200, x => (1000 * x) + 7));
        var further = trainer.Fit(Rows(200, x => (((1000 * x) + 7) * factor) + offset), first);
        Assert.IsTrue(further.History.Warnings.Any(warning => warning.Message.Contains(
            "on in that scale", StringComparison.Ordinal)), string.Join('\n', further.History.Warnings));
        var alike = trainer.Fit(Rows(200, x => (2000 * x) + 500), first);
        Assert.IsFalse(alike.History.Warnings.Any(warning => warning.Message.Contains(
            "on in that scale", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DataRow("Score", "Label", "Option ScoreColumnName is 'Score', the label column")]
    [DataRow("Label", "Score", "Option ScoreColumnName is 'Label', the label column")]
    [DataRow("Label", "Features", "Option ScoreColumnName is 'Features', the feature column")]
    public void Fit_ScoreThatHidesWhatIsRead_IsRefused(string label, string score, string said)
    {
        var data = _context.Transforms.CopyColumns("Score", "Label").Fit(Rows(20, x => x)).Transform(Rows(20, x => x));
        var options = new BinarizedNetworkTrainer.Options { LabelColumnName = label };
        options.ScoreColumnName = label == "Score" ? "Score" : score == "Score" ? "Label" : score;
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _context.Larq().BinaryNet(options).Fit(data)).Message, said);
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
