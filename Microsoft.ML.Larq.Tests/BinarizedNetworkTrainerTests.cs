using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Hosting;

namespace Microsoft.ML.Larq.Tests;

[TestClass]
public class BinarizedNetworkTrainerTests
{
    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    [DataRow("Label", LearningTask.MulticlassClassification, "PredictedLabel Score")]
    [DataRow("Flag", LearningTask.BinaryClassification, "PredictedLabel Score Probability")]
    [DataRow("Target", LearningTask.Regression, "Score")]
    public void Fit_LabelsType_SaysTaskAndColumns(string label, LearningTask task, string added)
    {
        var data = Trainers.Table(_context);
        var model = _context.Larq().BinaryNet(Trainers.Options(label)).Fit(data);
        Assert.AreEqual(task, model.Task);
        Assert.AreEqual(label, model.LabelColumnName);
        Assert.AreEqual(added,
            string.Join(' ', model.Transform(data).Schema.Skip(data.Schema.Count).Select(column => column.Name)));
    }

    [TestMethod]
    [DataRow("Label")]
    [DataRow("Flag")]
    [DataRow("Target")]
    public void GetOutputSchema_AtAppend_IsWhatTransformGives(string label)
    {
        var data = Trainers.Table(_context);
        var trainer = _context.Larq().BinaryNet(Trainers.Options(label, epochs: 1));
        var promised = trainer.GetOutputSchema(HiddenMembers.Shape(data.Schema));
        var given = HiddenMembers.Shape(trainer.Fit(data).Transform(data).Schema);
        var names = given.Select(column => column.Name).ToArray();
        CollectionAssert.AreEquivalent(names, promised.Select(column => column.Name).ToArray());
        CollectionAssert.AreEqual(ColumnText.Of(given, names), ColumnText.Of(promised, names));
    }

    [TestMethod]
    public void BinaryNet_BothForms_TrainTheSame()
    {
        var data = Trainers.Table(_context);
        var one = _context.Larq().BinaryNet("Label", "Features", Trainers.Small, epochs: 2).Fit(data);
        var other = _context.Larq()
            .BinaryNet(new BinarizedNetworkTrainer.Options { Network = Trainers.Small, Epochs = 2 }).Fit(data);
        CollectionAssert.AreEqual(Trainers.Bytes(one), Trainers.Bytes(other));
    }

    [TestMethod]
    public void Evaluate_Multiclass_FindsAGoodModel()
    {
        var data = Trainers.Table(_context);
        var metrics = _context.MulticlassClassification.Evaluate(Fit("Label", 30).Transform(data));
        Assert.IsGreaterThan(0.9, metrics.MicroAccuracy);
        Assert.IsLessThan(0.5, metrics.LogLoss);
    }

    [TestMethod]
    public void Evaluate_Binary_FindsAGoodModel()
    {
        var data = Trainers.Table(_context);
        var metrics = _context.BinaryClassification.Evaluate(Fit("Flag", 30).Transform(data), "Flag");
        Assert.IsGreaterThan(0.9, metrics.Accuracy);
        Assert.IsGreaterThan(0.95, metrics.AreaUnderRocCurve);
        Assert.IsLessThan(0.7, metrics.LogLoss);
    }

    [TestMethod]
    public void Evaluate_Regression_FindsAGoodModelInTheLabelsUnits()
    {
        var data = Trainers.Table(_context);
        var metrics = _context.Regression.Evaluate(Fit("Target", 60).Transform(data), "Target");
        Assert.IsGreaterThan(0.8, metrics.RSquared);
    }

    [TestMethod]
    public void CrossValidate_AllTasks_GiveAModelAFold()
    {
        var data = Trainers.Table(_context);
        var multiclass = _context.MulticlassClassification.CrossValidate(data, Trainer("Label", 15), 3);
        var binary = _context.BinaryClassification.CrossValidate(data, Trainer("Flag", 15), 3, "Flag");
        var regression = _context.Regression.CrossValidate(data, Trainer("Target", 15), 3, "Target");
        Assert.AreEqual((3, 3, 3), (multiclass.Count, binary.Count, regression.Count));
        Assert.IsGreaterThan(0.5, multiclass.Average(fold => fold.Metrics.MicroAccuracy));
        Assert.IsGreaterThan(0.6, binary.Average(fold => fold.Metrics.Accuracy));
        Assert.IsTrue(regression.All(fold => double.IsFinite(fold.Metrics.RSquared)));
    }

    [TestMethod]
    public void MapKeyToValue_TextLabel_GivesItsValues() => AssertMapsBack<string>("Text");

    [TestMethod]
    public void MapKeyToValue_NumberLabel_GivesItsValues() => AssertMapsBack<float>("Number");

    [TestMethod]
    public void Fit_SingleLabelWithTaskBinary_LearnsZeroAndOne()
    {
        var rows = _context.Data.LoadFromEnumerable(Enumerable.Range(0, 60)
            .Select(i => new Labelled { Label = i % 2, Features = [i % 2, i] }));
        var options = Trainers.Options(epochs: 20);
        options.Task = LearningTask.BinaryClassification;
        var view = _context.Larq().BinaryNet(options).Fit(rows).Transform(rows);
        var right = view.GetColumn<bool>("PredictedLabel").Zip(view.GetColumn<float>("Label"))
            .Count(row => row.First == row.Second > 0);
        Assert.IsGreaterThanOrEqualTo(58, right);
    }

    [TestMethod]
    public void Fit_DefaultNetworkOnColumnsOfAllScales_LearnsThem()
    {
        var rows = _context.Data.LoadFromEnumerable(Enumerable.Range(0, 120).Select(i => new Labelled
        {
            Label = i % 4,
            Features = [1e9f + (i % 2 * 1e7f), ((i % 4) > 1 ? 1e-9f : 2e-9f) + (i * 1e-13f)],
        }));
        var pipeline = _context.Transforms.Conversion.MapValueToKey("Label")
            .Append(_context.Larq().BinaryNet(epochs: 15));
        var metrics = _context.MulticlassClassification.Evaluate(pipeline.Fit(rows).Transform(rows));
        Assert.IsGreaterThan(0.9, metrics.MicroAccuracy);
    }

    private BinarizedNetworkTrainer Trainer(string label, int epochs) =>
        _context.Larq().BinaryNet(Trainers.Options(label, epochs));

    private BinarizedNetworkTransformer Fit(string label, int epochs) =>
        Trainer(label, epochs).Fit(Trainers.Table(_context));

    private void AssertMapsBack<T>(string column)
    {
        var rows = Samples.Data(_context);
        var pipeline = _context.Transforms.Conversion.MapValueToKey("Label", column)
            .Append(Trainer("Label", 30))
            .Append(_context.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        var view = pipeline.Fit(rows).Transform(rows);
        var right = view.GetColumn<T>("PredictedLabel").Zip(view.GetColumn<T>(column))
            .Count(row => row.First!.Equals(row.Second));
        Assert.IsGreaterThan(81, right);
    }

    private sealed class Labelled
    {
        public float Label { get; set; }

        [VectorType(2)]
        public float[] Features { get; set; } = [];
    }
}
