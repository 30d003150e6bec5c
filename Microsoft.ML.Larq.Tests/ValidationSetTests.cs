using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Tests.Hosting;

namespace Microsoft.ML.Larq.Tests;

[TestClass]
public class ValidationSetTests
{
    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    public void Fit_KeyedAndRawValidationLabels_ReportTheSame()
    {
        var raw = _context.Transforms.CopyColumns("Label", "Text").Fit(Rows(_context)).Transform(Rows(_context));
        CollectionAssert.AreEqual(Validated(Trainers.Table(_context)), Validated(raw));
    }

    [TestMethod]
    public void Fit_ValidationKeysInAnotherOrder_AreMatchedByTheirValues()
    {
        var backwards = _context.Data.LoadFromEnumerable(
            new[] { "c", "b", "a" }.Select(text => new Value { Text = text }));
        var other = _context.Transforms.Conversion.MapValueToKey("Label", "Text", keyData: backwards)
            .Fit(Rows(_context)).Transform(Rows(_context));
        CollectionAssert.AreEqual(Validated(Trainers.Table(_context)), Validated(other));
    }

    [TestMethod]
    public void Fit_ValidationIsTheTrainingSet_ReportsTheFinishedModelsMetric()
    {
        var data = Trainers.Table(_context);
        var options = Trainers.Options(epochs: 10);
        options.ValidationSet = data;
        options.CalibrateScores = false;
        var model = _context.Larq().BinaryNet(options).Fit(data);
        var metrics = _context.MulticlassClassification.Evaluate(model.Transform(data));
        Assert.AreEqual(metrics.MicroAccuracy, model.History["Validation Accuracy"][^1], 1e-3);
        Assert.AreEqual(metrics.LogLoss, model.History["Validation Loss"][^1], 1e-2);
    }

    [TestMethod]
    [DataRow("Flag")]
    [DataRow("Target")]
    public void Fit_OtherTasks_ReportValidationToo(string label)
    {
        var options = Trainers.Options(label);
        options.ValidationSet = Trainers.Table(_context);
        var history = Trainers.Fit(_context, options).History;
        Assert.IsTrue(history["Validation Loss"].All(double.IsFinite));
        var metric = label == "Flag" ? MetricNames.Accuracy : MetricNames.RSquared;
        Assert.HasCount(3, history[MetricNames.Validation + metric]);
    }

    [TestMethod]
    public void Fit_ValidationWithoutTheLabel_NamesIt() => AssertRefused<ArgumentException>(
        _context.Transforms.DropColumns("Label").Fit(Trainers.Table(_context)).Transform(Trainers.Table(_context)),
        "validation label column 'Label'", "'Features'");

    [TestMethod]
    public void Fit_ValidationLabelOfAnotherType_SaysWhatIsAllowedAndWhatCame() => AssertRefused<ArgumentException>(
        _context.Transforms.CopyColumns("Label", "Flag").Fit(Rows(_context)).Transform(Rows(_context)),
        "Option ValidationSet", "'Label'", "key of 3 classes", "String", "Boolean");

    [TestMethod]
    public void Fit_ValidationOfAnotherSize_SaysBoth() => AssertRefused<ArgumentException>(
        _context.Transforms.Concatenate("Features", "Features", "Number").Fit(Trainers.Table(_context))
            .Transform(Trainers.Table(_context)),
        "Option ValidationSet", "'Features'", "(3,)", "(4,)");

    [TestMethod]
    public void Fit_ValidationWithoutRows_SaysSo() => AssertRefused<InvalidOperationException>(
        _context.Data.SkipRows(Trainers.Table(_context), 90), "no validation rows");

    private static IDataView Rows(MLContext context) => Samples.Data(context);

    private double[] Validated(IDataView validation)
    {
        var options = Trainers.Options();
        options.ValidationSet = validation;
        var history = Trainers.Fit(_context, options).History;
        return [.. history["Validation Accuracy"], .. history["Validation Loss"]];
    }

    private void AssertRefused<TException>(IDataView validation, params string[] said)
        where TException : Exception
    {
        var options = Trainers.Options();
        options.ValidationSet = validation;
        var error = Assert.ThrowsExactly<TException>(() => Trainers.Fit(_context, options));
        foreach (var part in said) StringAssert.Contains(error.Message, part);
    }

    private sealed class Value
    {
        public string Text { get; set; } = "";
    }
}
