using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Tests.Hosting;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;

namespace Microsoft.ML.Larq.Tests;

/// <summary>Every message says where, what is allowed, and what came.</summary>
[TestClass]
public class BadInputTests
{
    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    public void Fit_NoRows_SaysSo() => AssertRefused<InvalidOperationException>(
        Trainers.Options(), _context.Data.SkipRows(Trainers.Table(_context), 90), "no training rows", "at least one");

    [TestMethod]
    public void Fit_AllLabelsMissing_NamesTheColumnAndHowMany() => AssertRefused<InvalidOperationException>(
        Trainers.Options(), Rows(float.NaN, float.NaN, float.NaN), "All 3 training rows", "'Label'");

    [TestMethod]
    public void Fit_SomeLabelsMissing_SkipsThemWithOneWarning()
    {
        var warnings = new List<string>();
        _context.Log += (_, message) =>
        {
            if (message.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning) warnings.Add(message.RawMessage);
        };
        _context.Larq().BinaryNet(Trainers.Options(epochs: 1)).Fit(Rows(1, float.NaN, 2, float.NaN, 3));
        Assert.HasCount(
            1, warnings.Where(warning => warning.Contains("2 training rows have no label in column 'Label'")));
    }

    [TestMethod]
    public void FitAndAppend_LabelAbsent_ListTheColumns() => AssertRefusedBoth(
        Trainers.Options("Missing"), "no label column 'Missing'", "'Features'", "'Flag'");

    [TestMethod]
    public void FitAndAppend_LabelOfText_SayWhatIsAllowed() =>
        AssertRefusedBoth(Trainers.Options("Text"), "'Text'", "key (multiclass", "Boolean", "Single", "String");

    [TestMethod]
    public void FitAndAppend_LabelIsAVector_SayWhatIsAllowed() =>
        AssertRefusedBoth(Trainers.Options("Features"), "'Features'", "key (multiclass", "Vector<Single");

    [TestMethod]
    public void FitAndAppend_TaskTheLabelCannotServe_SayWhich()
    {
        var options = Trainers.Options("Flag");
        options.Task = LearningTask.Regression;
        AssertRefusedBoth(options, "Option Task is Regression", "'Flag'", "BinaryClassification");
    }

    [TestMethod]
    public void FitAndAppend_FeaturesAbsent_ListTheColumns() =>
        AssertRefusedBoth(Features("Missing"), "no feature column 'Missing'", "'Features'");

    [TestMethod]
    public void FitAndAppend_FeaturesNotAVector_SayWhatIsAllowed() =>
        AssertRefusedBoth(Features("Number"), "'Number'", "vector of Single of known size", "Single");

    [TestMethod]
    public void FitAndAppend_FeaturesOfUnknownSize_SayWhatIsAllowed()
    {
        var rows = _context.Data.LoadFromEnumerable(
            [new Loose { Label = 1, Features = [1, 2] }, new Loose { Features = [3] }]);
        AssertRefusedBoth(Trainers.Options(), rows, "'Features'", "vector of Single of known size");
    }

    [TestMethod]
    [DataRow(float.NaN, "NaN")]
    [DataRow(float.PositiveInfinity, "Infinity")]
    [DataRow(float.NegativeInfinity, "-Infinity")]
    public void Fit_FeatureNotFinite_NamesColumnRowAndSlot(float value, string said)
    {
        var rows = Enumerable.Range(0, 20).Select(i => new Row { Label = i, Features = [i, i == 13 ? value : 1, 2] });
        AssertRefused<InvalidOperationException>(
            Trainers.Options(), _context.Data.LoadFromEnumerable(rows), "'Features'", "finite", "row 13", "slot 1",
                said);
    }

    [TestMethod]
    public void Fit_LabelInfinite_NamesColumnAndRow() => AssertRefused<InvalidOperationException>(
        Trainers.Options(), Rows(1, 2, float.PositiveInfinity), "'Label'", "finite", "row 2");

    [TestMethod]
    public void Fit_BinaryLabelNeitherZeroNorOne_NamesColumnAndRow()
    {
        var options = Trainers.Options();
        options.Task = LearningTask.BinaryClassification;
        AssertRefused<InvalidOperationException>(options, Rows(0, 1, 2), "'Label'", "0 or 1", "row 2", "is 2");
    }

    [TestMethod]
    public void Fit_OneClassOnly_NamesTheColumn()
    {
        var one = _context.Data.FilterRowsByColumn(
            _context.Transforms.Conversion.ConvertType("Chosen", "Flag").Fit(Trainers.Table(_context))
                .Transform(Trainers.Table(_context)),
            "Chosen", lowerBound: 0.5);
        AssertRefused<InvalidOperationException>(Trainers.Options("Flag"), one, "'Flag'", "one class", "two");
    }

    [TestMethod]
    public void Fit_KeyOfOneClass_NamesTheColumn()
    {
        var rows = Rows(5, 5, 5);
        var keyed = _context.Transforms.Conversion.MapValueToKey("Label").Fit(rows).Transform(rows);
        AssertRefused<ArgumentException>(Trainers.Options(), keyed, "'Label'", "two classes", "Key<UInt32, 0-0>");
    }

    [TestMethod]
    public void Fit_NetworkOfOtherOutputs_NamesTheLastLayerAndBothSizes()
    {
        var options = Trainers.Options();
        options.Network = (input, _) => input.Dense(7, name: "last");
        AssertRefused<ArgumentException>(options, null, "Option Network must give 3 outputs", "'Label'", "'last'",
            "(7,)");
    }

    [TestMethod]
    public void Fit_NetworkGivesNothing_SaysSo()
    {
        var options = Trainers.Options();
        options.Network = (_, _) => null!;
        AssertRefused<ArgumentException>(options, null, "network", "null");
    }

    [TestMethod]
    public void Fit_NetworkWithAWrongShape_NamesTheLayer()
    {
        var options = Trainers.Options();
        options.Network = (input, outputs) => input.Conv2D(4, 3, name: "stem").Flatten().Dense(outputs);
        AssertRefused<ArgumentException>(options, null, "'stem'", "(3,)");
    }

    [TestMethod]
    public void Fit_LossOfAnotherTask_SaysWhichServe()
    {
        var options = Trainers.Options();
        options.Loss = LossFunction.SquaredError;
        AssertRefused<ArgumentException>(options, null, "Option Loss", "CrossEntropy", "SquaredError");
    }

    [TestMethod]
    public void Fit_RateThatMakesTrainingDiverge_SaysSo()
    {
        var options = Trainers.Options("Target", epochs: 50);
        options.Network = (input, outputs) => input.Dense(8).Dense(outputs);
        options.Optimizer = Optimize.Sgd(1e20f);
        AssertRefused<InvalidOperationException>(options, null, "diverged", "epoch", "Optimizer");
    }

    [TestMethod]
    public void Fit_GpuThatIsNotThere_NamesTheOption()
    {
        var options = Trainers.Options();
        options.GpuDeviceId = 99;
        AssertRefused<InvalidOperationException>(options, null, "Option GpuDeviceId is 99", "FallbackToCpu");
        options.FallbackToCpu = true;
        Assert.IsNotNull(Trainers.Fit(_context, options));
    }

    [TestMethod]
    public void Transform_WithoutTheFeatureColumn_ListsTheColumns()
    {
        var table = _context.Transforms.DropColumns("Features").Fit(Trainers.Table(_context))
            .Transform(Trainers.Table(_context));
        var error = Assert.ThrowsExactly<ArgumentException>(() => SampleTransformer.Create().Transform(table));
        StringAssert.Contains(error.Message, "no feature column 'Features'");
        StringAssert.Contains(error.Message, "'Flag'");
    }

    [TestMethod]
    public void Transform_FeaturesOfAnotherSize_SaysBoth()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() =>
            SampleTransformer.Create().Transform(Trainers.Table(_context)));
        StringAssert.Contains(error.Message, "'Features' must be a vector of 5");
        StringAssert.Contains(error.Message, "Vector<Single, 3>");
    }

    [TestMethod]
    public void Everything_Null_IsRefused()
    {
        var model = SampleTransformer.Create();
        var trainer = _context.Larq().BinaryNet();
        Assert.ThrowsExactly<ArgumentNullException>(() => trainer.Fit(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => trainer.GetOutputSchema(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => model.Transform(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => model.GetOutputSchema(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => ((ITransformer)model).GetRowToRowMapper(null!));
    }

    private static Options Features(string name)
    {
        var options = Trainers.Options();
        options.FeatureColumnName = name;
        return options;
    }

    private IDataView Rows(params float[] labels) => _context.Data.LoadFromEnumerable(
        labels.Select((label, i) => new Row { Label = label, Features = [i, -i, 1] }).ToArray());

    private void AssertRefusedBoth(Options options, params string[] said) =>
        AssertRefusedBoth(options, Trainers.Table(_context), said);

    private void AssertRefusedBoth(Options options, IDataView data, params string[] said)
    {
        AssertRefused<ArgumentException>(options, data, said);
        var error = Assert.ThrowsExactly<ArgumentException>(() => _context.Larq().BinaryNet(options)
            .GetOutputSchema(HiddenMembers.Shape(data.Schema)));
        foreach (var part in said) StringAssert.Contains(error.Message, part);
    }

    private void AssertRefused<TException>(Options options, IDataView? data, params string[] said)
        where TException : Exception
    {
        var error = Assert.ThrowsExactly<TException>(
            () => _context.Larq().BinaryNet(options).Fit(data ?? Trainers.Table(_context)));
        foreach (var part in said) StringAssert.Contains(error.Message, part);
    }

    private sealed class Row
    {
        public float Label { get; set; }

        [VectorType(3)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Loose
    {
        public float Label { get; set; }

        public float[] Features { get; set; } = [];
    }
}
