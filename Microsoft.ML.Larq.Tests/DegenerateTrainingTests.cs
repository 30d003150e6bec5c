using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Runtime;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;

namespace Microsoft.ML.Larq.Tests;

/// <summary>Trainings that cannot come to anything good: each says so.</summary>
[TestClass]
public class DegenerateTrainingTests
{
    private static readonly string[] OfTheModel =
        [WarningNames.LossNotRepeated, WarningNames.PackedDiffers, WarningNames.ConstantScores];

    private readonly MLContext _context = new(seed: 1);
    private readonly List<string> _log = [];

    // Statistics of 20 steps' running averages are still far from those of the batches that were trained on.
    [TestMethod]
    public void Fit_StatisticsThatLag_WarnsThatScoringDoesNotRepeatTheLoss()
    {
        var model = Fit(Lagging(), Spread());
        CollectionAssert.Contains(Names(model), WarningNames.LossNotRepeated, string.Join('\n', _log));
    }

    // One row has one label, which is predicted whatever the batch normalizations make of it.
    [TestMethod]
    public void Fit_OneRow_PredictsItsLabel()
    {
        var data = Rows(1, i => [0.3f, -0.7f, 0.1f], _ => 3);
        var model = Fit(new() { LabelColumnName = "Label", Epochs = 200, Network = Trainers.Small }, data);
        CollectionAssert.AreEqual(new[] { 3f }, Scores(model, data).ToArray());
        CollectionAssert.DoesNotContain(Names(model), WarningNames.LossNotRepeated);
    }

    [TestMethod]
    public void Warnings_OfTheModel_AreSavedAndLogged()
    {
        var model = Fit(Lagging(), Spread());
        using var stream = new MemoryStream();
        _context.Model.Save(model, null, stream);
        var loaded = (BinarizedNetworkTransformer)_context.Model.Load(stream, out _);
        CollectionAssert.AreEqual(model.History.Warnings.ToArray(), loaded.History.Warnings.ToArray());
        CollectionAssert.Contains(_log, loaded.History.Warnings[^1].ToString());
    }

    // The product of such a number's square has no place in single precision.
    [TestMethod]
    public void Fit_FeaturesOf1E30InAFloatNetwork_WarnsOfConstantScores()
    {
        var options = new Options
        {
            LabelColumnName = "Label",
            Epochs = 5,
            Network = (input, outputs) => input.Dense(16).BatchNormalization().Activation(ActivationFunction.Relu)
                .Dense(outputs),
        };
        var data = Rows(60, i => [i % 2 == 0 ? 1e30f : -1e30f, i % 3 == 0 ? 1e30f : -1e30f], i => i % 2);
        var model = Fit(options, data);
        Assert.HasCount(1, Scores(model, data).Distinct().ToArray());
        CollectionAssert.Contains(Names(model), WarningNames.ConstantScores);
    }

    [TestMethod]
    public void Fit_LabelsAtTheEndsOfSinglePrecision_PredictsFiniteNumbersAndWarns()
    {
        var data = Rows(50, i => [(i % 7) - 3, (i % 5) - 2, i % 2], i => i % 2 == 0 ? 3e38f : -3e38f);
        var model = Fit(new() { LabelColumnName = "Label", Epochs = 30 }, data);
        var scores = Scores(model, data);
        Assert.IsTrue(scores.All(float.IsFinite));
        Assert.IsGreaterThan(1e38, scores.Max(Math.Abs));
        Assert.IsTrue(
            _log.Any(text => text.StartsWith(
                "label_range: Label column 'Label' goes from -3E+38 to 3E+38, to the ends of single precision",
                StringComparison.Ordinal)),
            string.Join('\n', _log));
    }

    [TestMethod]
    public void Fit_LabelsFarFromAnEarlierModels_AreRefusedByName()
    {
        var first = Fit(
            new() { LabelColumnName = "Label", Epochs = 1 }, Rows(20, i => [i, -i, 1], i => (i % 3) * 1e-30f));
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => _context.Larq()
            .BinaryNet(new Options { LabelColumnName = "Label", Epochs = 1 })
            .Fit(Rows(20, i => [i, -i, 1], i => i * 1e20f), first));
        StringAssert.StartsWith(error.Message, "Label column 'Label' has the value 1E+20, which is no finite number");
    }

    // One batch of all rows, however it is said; in 31 bits the number of batches would be none.
    [TestMethod]
    [DataRow(90)]
    [DataRow(91)]
    [DataRow(int.MaxValue - 88)]
    [DataRow(int.MaxValue)]
    public void Fit_BatchOfAllRows_TrainsOneStepAnEpoch(int size)
    {
        byte[] Weights(int batchSize)
        {
            var options = Trainers.Options("Target", epochs: 20);
            (options.BatchSize, options.ValidationSet) = (batchSize, Trainers.Table(_context));
            var model = Trainers.Fit(_context, options);
            Assert.IsTrue(model.History[MetricNames.Loss].All(double.IsFinite));
            Assert.IsLessThan(model.History[MetricNames.Loss][0], model.History[MetricNames.Loss][^1]);
            return model.ToPayload().Weights;
        }

        CollectionAssert.AreEqual(Weights(90), Weights(size));
    }

    [TestMethod]
    [DataRow("Label")]
    [DataRow("Flag")]
    [DataRow("Target")]
    public void Fit_HealthyTrainings_WarnOfNothingNew(string label)
    {
        var teacher = Trainers.Fit(_context, Trainers.Options(label, epochs: 20));
        foreach (var change in new Action<Options>[]
        {
            _ => { },
            options => options.Epochs = 1,
            options => options.BatchSize = 8,
            options => options.BatchSize = 1000,
            options => options.Network = null,
            options => (options.Network, options.Epochs) = (null, 3),
            options => options.ReestimateBatchNormalization = false,
            options => options.Network = (input, outputs) => Hidden(input).Dropout(0.5f).QuantDense(
                outputs, "ste_sign", "ste_sign", useBias: false).BatchNormalization(),
            options => options.Network = (input, outputs) => input
                .Dense(16, activation: ActivationFunction.Relu).Dense(outputs),
            options => options.Distillation = new Distillation(teacher),
            options => options.Distillation = new Distillation(teacher) { LabelWeight = 0 },
            options =>
            {
                (options.ValidationSet, options.Epochs) = (Trainers.Table(_context), 60);
                options.Callbacks = [new Microsoft.ML.Larq.Training.EarlyStopping(patience: 3)];
            },
            options => options.LabelSmoothing = label == "Target" ? 0 : 0.2f,
            options => options.Loss = label == "Target" ? null : LossFunction.SquaredHinge,
            options => options.ClassWeights = label == "Label" ? ClassWeights.Balanced : null,
        })
        {
            for (var seed = 1; seed <= 2; seed++)
            {
                var options = Trainers.Options(label, epochs: 20);
                change(options);
                options.Seed = seed;
                var warnings = Trainers.Fit(_context, options).History.Warnings;
                Assert.IsFalse(
                    warnings.Any(warning => OfTheModel.Contains(warning.Name)), string.Join('\n', warnings));
            }
        }
    }

    private static NetworkTensor Hidden(NetworkTensor input) => input.QuantileThermometer(8)
        .QuantDense(64, kernelQuantizer: "ste_sign", useBias: false).BatchNormalization(scale: false);

    private static string[] Names(BinarizedNetworkTransformer model) =>
        [.. model.History.Warnings.Select(warning => warning.Name)];

    private static float[] Scores(BinarizedNetworkTransformer model, IDataView data) =>
        [.. model.Transform(data).GetColumn<float>("Score")];

    private BinarizedNetworkTransformer Fit(Options options, IDataView data)
    {
        _context.Log += (_, message) =>
        {
            if (message.Kind == ChannelMessageKind.Warning) _log.Add(message.RawMessage);
        };
        options.Seed = 1;
        return _context.Larq().BinaryNet(options).Fit(data);
    }

    private IDataView Rows(int count, Func<int, float[]> features, Func<int, float> label)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, features(0).Length);
        return _context.Data.LoadFromEnumerable(
            Enumerable.Range(0, count).Select(i => new Row { Features = features(i), Label = label(i) }), schema);
    }

    private static Options Lagging() => new()
    {
        LabelColumnName = "Label",
        Epochs = 20,
        Network = Trainers.Small,
        ReestimateBatchNormalization = false,
    };

    private IDataView Spread() => Rows(60, i => [i % 7, i % 5, i % 2], i => (i % 7) + (i % 5));

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}
