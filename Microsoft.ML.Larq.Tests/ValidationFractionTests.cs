using Microsoft.ML.Data;
using Microsoft.ML.Larq.Checkpoints;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;

namespace Microsoft.ML.Larq.Tests;

[TestClass]
public class ValidationFractionTests
{
    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    [DataRow("Label", MetricNames.Accuracy)]
    [DataRow("Flag", MetricNames.Accuracy)]
    [DataRow("Target", MetricNames.RSquared)]
    public void Fit_Fraction_HoldsRowsOutAndValidates(string label, string metric)
    {
        var options = Trainers.Options(label);
        options.ValidationFraction = 0.2f;
        List<string> log = [];
        _context.Log += (_, message) => log.Add(message.Message);
        var model = Trainers.Fit(_context, options);
        var facts = model.History.Facts!;
        Assert.AreEqual(90, facts.Rows + facts.ValidationRows);
        Assert.AreEqual(18, facts.ValidationRows, 3.0);
        Assert.IsTrue(model.History[MetricNames.Validation + metric].All(double.IsFinite));
        Assert.AreEqual(label != "Target", model.Calibration is not null);
        Assert.IsTrue(log.Any(text => text.Contains(
            $"{facts.ValidationRows} of 90 rows are held out for validation (option ValidationFraction)",
            StringComparison.Ordinal)));
        Assert.AreEqual("0.2", model.Facts.Options.Single(o => o.Name == nameof(Options.ValidationFraction)).Value);
    }

    // What is validated was not trained on: labels that nothing tells are learned by heart, but not those held out.
    [TestMethod]
    public void Fit_LabelsOfChance_ValidationDoesNotKnowThem()
    {
        var rows = Chance(_context);
        var model = _context.Larq().BinaryNet(new Options { ValidationFraction = 0.3f, Seed = 1 }).Fit(rows);
        Assert.IsGreaterThan(0.9, model.History[MetricNames.Accuracy][^1]);
        Assert.IsLessThan(0.7, model.History[MetricNames.Validation + MetricNames.Accuracy][^1]);
    }

    // A training that goes on, with another seed or none, is not validated on what the first has learned.
    [TestMethod]
    public void Fit_GoingOnWithoutASeed_StillDoesNotKnowWhatIsHeldOut()
    {
        var context = new MLContext();
        var rows = Chance(context);
        var first = context.Larq().BinaryNet(new Options { ValidationFraction = 0.5f, Epochs = 60 }).Fit(rows);
        var further = context.Larq().BinaryNet(new Options { ValidationFraction = 0.5f, Epochs = 1 }).Fit(rows, first);
        Assert.IsGreaterThan(0.9, further.History[MetricNames.Accuracy][^1]);
        Assert.IsLessThan(0.68, further.History[MetricNames.Validation + MetricNames.Accuracy][^1]);
    }

    // One class thinned to a tenth, each of its rows counting ten: probabilities are those of the whole.
    [TestMethod]
    public void Fit_WeightsAndFraction_CalibrateToTheWeights()
    {
        var random = new Random(5);
        var rows = _context.Data.LoadFromEnumerable(Enumerable.Range(0, 1200).Select(i =>
        {
            var isRare = i % 2 == 0;
            return new ChanceRow
            {
                Features = [.. Enumerable.Range(0, 24).Select(_ => random.NextSingle())],
                Label = isRare,
                Weight = isRare ? 1 : 9,
            };
        }).ToArray());
        var options = new Options
        {
            ValidationFraction = 0.3f,
            Seed = 1,
            Epochs = 10,
            ExampleWeightColumnName = nameof(ChanceRow.Weight),
        };
        var scored = _context.Larq().BinaryNet(options).Fit(rows).Transform(rows);
        Assert.AreEqual(0.1, scored.GetColumn<float>("Probability").Average(), 0.04);
    }

    [TestMethod]
    public void Fit_EarlyStoppingOnTheFraction_Stops()
    {
        var options = Trainers.Options(epochs: 200);
        options.ValidationFraction = 0.3f;
        options.Callbacks = [new EarlyStopping(patience: 3)];
        Assert.IsLessThan(200, Trainers.Fit(_context, options).History.Epochs);
    }

    [TestMethod]
    public void CrossValidate_Fraction_CalibratesEachFold()
    {
        var options = Trainers.Options("Flag");
        options.ValidationFraction = 0.2f;
        var folds = _context.BinaryClassification.CrossValidate(
            Trainers.Table(_context), _context.Larq().BinaryNet(options), numberOfFolds: 3, labelColumnName: "Flag");
        foreach (var fold in folds)
        {
            var model = (BinarizedNetworkTransformer)fold.Model;
            Assert.AreEqual(12, model.Calibration!.Rows, 3);
        }
    }

    [TestMethod]
    public void CrossValidate_Checkpoints_SaysToLeaveThemOut()
    {
        var folder = Directory.CreateTempSubdirectory("larq-folds").FullName;
        var options = Trainers.Options("Flag", epochs: 1);
        options.Checkpoints = new CheckpointOptions(folder);
        var error = Assert.ThrowsExactly<ArgumentException>(() => _context.BinaryClassification.CrossValidate(
            Trainers.Table(_context), _context.Larq().BinaryNet(options), numberOfFolds: 2, labelColumnName: "Flag"));
        StringAssert.Contains(error.Message, "Each fold of CrossValidate");
        StringAssert.Contains(error.Message, "leave Checkpoints out");
        Directory.Delete(folder, recursive: true);
    }

    [TestMethod]
    public void Fit_BothValidations_IsRefused()
    {
        var options = Trainers.Options();
        (options.ValidationFraction, options.ValidationSet) = (0.1f, Trainers.Table(_context));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Trainers.Fit(_context, options)).Message,
            "ValidationSet and ValidationFraction");
    }

    [TestMethod]
    public void Fit_FractionOfTooFewRows_SaysSo()
    {
        var options = Trainers.Options();
        options.ValidationFraction = 0.1f;
        var three = _context.Data.TakeRows(Trainers.Table(_context), 3);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => _context.Larq().BinaryNet(options).Fit(three))
                .Message,
            "Option ValidationFraction: 0.1 of 3 training rows leave none to validate on");
    }

    [TestMethod]
    [DataRow(-0.1f)]
    [DataRow(1f)]
    [DataRow(float.NaN)]
    public void ValidationFraction_OutOfRange_IsRefused(float value) => StringAssert.Contains(
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new Options { ValidationFraction = value }).Message,
        "Option ValidationFraction is from 0 to below 1");

    private static IDataView Chance(MLContext context)
    {
        var random = new Random(7);
        return context.Data.LoadFromEnumerable(Enumerable.Range(0, 300).Select(i => new ChanceRow
        {
            Features = [.. Enumerable.Range(0, 24).Select(_ => random.NextSingle())],
            Label = random.Next(2) == 1,
        }).ToArray());
    }

    private sealed class ChanceRow
    {
        [VectorType(24)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }

        public float Weight { get; set; }
    }
}
