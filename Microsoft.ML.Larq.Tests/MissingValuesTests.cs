using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;

namespace Microsoft.ML.Larq.Tests;

/// <summary>Values that are not there: a network with bits for them learns from that.</summary>
[TestClass]
public class MissingValuesTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly List<string> _log = [];

    // The label is whether the first number is there; it says nothing else.
    [TestMethod]
    public void Fit_LabelIsWhatIsMissing_IsLearnedSavedAndScored()
    {
        var data = Rows(MissingWhereTrue);
        var model = Fit(new(), data);
        Assert.AreEqual(1, Accuracy(model, data));
        CollectionAssert.AreEqual(
            Scores(model, data), Scores(Reloaded(model, data), data), "what is loaded scores alike");
        Assert.IsTrue(Scores(model, data).All(float.IsFinite));
        StringAssert.Contains(string.Join('\n', _log), "80 values are missing in column 'Features'");
    }

    [TestMethod]
    public void Fit_MissingInScoringAlone_ReadsThemAsZero()
    {
        var model = Fit(new(), Rows(i => [i, i % 3]));
        var scores = Scores(model, Rows(i => [float.NaN, i % 3]));
        CollectionAssert.AreEqual(Scores(model, Rows(i => [0, i % 3])), scores);
    }

    [TestMethod]
    public void Fit_MissingInTheValidationSetAlone_IsSaidToReadAsZero()
    {
        Fit(new() { ValidationSet = Rows(MissingWhereTrue), Epochs = 1 }, Rows(i => [i, i % 3]));
        var line = _log.Single(message => message.Contains("values are missing", StringComparison.Ordinal));
        StringAssert.Contains(
            line, "80 values are missing in column 'Features' of the validation rows; each sets the bit");
        StringAssert.Contains(line, "of a column in which the training rows lack values, and reads as 0 in another");
    }

    // As of a network without bits for them: NaN, in batches and alone, loaded and as it was trained.
    [TestMethod]
    public void Score_OptionOff_GivesNaN()
    {
        var model = Fit(new() { HandleMissingValue = false }, Rows(i => [i, i % 3]));
        var missing = Rows(i => i % 4 == 0 ? [float.NaN, i] : [i, i % 3]);
        var scores = Scores(model, missing);
        for (var i = 0; i < scores.Length; i++) Assert.AreEqual(i % 4 == 0, float.IsNaN(scores[i]), $"row {i}");
        CollectionAssert.AreEqual(scores, Scores(Reloaded(model, missing), missing));
        Assert.IsTrue(Scores(Fit(new(), Rows(i => [i, i % 3])), missing).All(float.IsFinite), "the option on");
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void SaveC_Option_SaysWhetherNaNIsAValue(bool handles)
    {
        var folder = Directory.CreateTempSubdirectory("larq-missing-");
        try
        {
            var model = Fit(new() { HandleMissingValue = handles, Epochs = 1 }, Rows(i => [i, i % 3]));
            var path = Path.Combine(folder.FullName, "net.c");
            model.SaveC(path);
            Assert.AreEqual(
                !handles, File.ReadAllText(path).Contains("net_missing(input)", StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestMethod]
    public void Fit_OptionOff_IsAnErrorThatNamesTheRow() =>
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(
                () => Fit(new() { HandleMissingValue = false }, Rows(MissingWhereTrue))).Message,
            "must hold finite numbers; row 0 (from 0), slot 0 is NaN");

    // Signs of the numbers themselves, and quantiles alone, have no bit for what is not there.
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Fit_NetworkWithoutBitsForThem_IsAnError(bool beside)
    {
        NetworkTensor Network(NetworkTensor input, int outputs) => beside
            ? input.Thermometer(4).Concatenate(input).Dense(outputs)
            : input.QuantileThermometer(4).Dense(outputs);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(
                () => Fit(new() { Network = Network, Epochs = 1 }, Rows(MissingWhereTrue))).Message,
            "must hold finite numbers; row 0");
    }

    [TestMethod]
    public void Fit_Infinite_IsAnErrorAsBefore() =>
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(
                () => Fit(new(), Rows(i => [i == 7 ? float.PositiveInfinity : i, 0]))).Message,
            "must hold finite numbers or none (NaN); row 7 (from 0), slot 0 is Infinity. ReplaceMissingValues leaves "
            + "infinite ones as they are; a CustomMapping can put a number or NaN in their place.");

    // What the teacher would make of them nobody knows.
    [TestMethod]
    public void Fit_TeacherWithoutBitsForThem_IsAnErrorThatNamesTheRow()
    {
        var teacher = NetworkDefinition.Build(new TensorShape(2), x => x.Dense(4).Dense(1));
        var options = new Options { Distillation = new(teacher, NetworkWeights.Initialize(teacher, 1)) };
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Fit(options, Rows(MissingWhereTrue))).Message,
            "must hold finite numbers; row 0");
    }

    [TestMethod]
    public void Fit_MissingInTheValidationSet_IsScored()
    {
        var model = Fit(new() { ValidationSet = Rows(MissingWhereTrue) }, Rows(MissingWhereTrue));
        Assert.AreEqual(1, model.History["Validation Accuracy"][^1]);
    }

    private static float[] MissingWhereTrue(int row) => [row % 2 == 0 ? float.NaN : row % 5, row % 7];

    private BinarizedNetworkTransformer Fit(Options options, IDataView data)
    {
        options.Seed = 1;
        options.Epochs ??= 20;
        _context.Log += (_, message) => _log.Add(message.RawMessage);
        return _context.Larq().BinaryNet(options).Fit(data);
    }

    private IDataView Rows(Func<int, float[]> features) => _context.Data.LoadFromEnumerable(
        Enumerable.Range(0, 160).Select(row => new Row { Features = features(row), Label = row % 2 == 0 }).ToArray());

    private double Accuracy(ITransformer model, IDataView data) =>
        _context.BinaryClassification.Evaluate(model.Transform(data)).Accuracy;

    private static float[] Scores(ITransformer model, IDataView data) =>
        [.. model.Transform(data).GetColumn<float>("Score")];

    private ITransformer Reloaded(ITransformer model, IDataView data)
    {
        using var stream = new MemoryStream();
        _context.Model.Save(model, data.Schema, stream);
        return _context.Model.Load(stream, out _);
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
