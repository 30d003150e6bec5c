using Microsoft.ML.Larq.Fitting;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Kinds;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Training.Data;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;
using Probe = Microsoft.ML.Larq.Tests.Training.Probe;

namespace Microsoft.ML.Larq.Tests;

/// <summary>What is chosen by the rows where nobody chose.</summary>
[TestClass]
public class DefaultVectorTests
{
    // Columns of a number, of two values and of one; the table in DefaultNetworks.Vector's documentation.
    [TestMethod]
    [DataRow(100, 2, 1, 24, 512, 0.3f, 0.3f)]
    [DataRow(4_999, 2, 2, 24, 512, 0.3f, 0.3f)]
    [DataRow(4_999, 3, 3, 24, 1_024, 0.3f, 0.3f)]
    [DataRow(4_999, 0, 1, 24, 512, 0.3f, 0.3f)]
    [DataRow(5_000, 2, 3, 32, 128, 0.1f, 0f)]
    public void Vector_Rows_ChooseBitsUnitsAndDropout(
        int count, int classes, int outputs, int bits, int units, float body, float path)
    {
        using var rows = Rows(count);
        var definition = Build(rows, input => DefaultNetworks.Vector(input, outputs), classes);
        var thermometer = (ThermometerLayer)definition["thermometer"].Kind;
        CollectionAssert.AreEqual(new[] { 1, 0 }, thermometer.Bits.Skip(1).ToArray());
        Assert.IsInRange(4, bits, thermometer.Bits[0]);
        Assert.AreEqual(units, definition["quant_dense"].OutputShape.Size);
        Assert.AreEqual(body, ((DropoutLayer)definition["dropout"].Kind).Rate);
        Assert.AreEqual(path, ((DropoutLayer)definition["dropout_1"].Kind).Rate);
        Assert.AreEqual(new TensorShape(outputs), definition.OutputShape);
    }

    // As many 64s as 2¹⁸ latent weights allow.
    [TestMethod]
    public void Vector_SeveralClassesOfManySigns_HaveFewerUnits()
    {
        using var rows = Probe.Rows(
            [.. Enumerable.Range(0, 60 * 50).Select(i => (float)(i * 7919 % 101))],
            [.. Enumerable.Range(0, 60).Select(i => (float)(i % 3))]);
        var definition = Build(rows, input => DefaultNetworks.Vector(input, 3), 3);
        var signs = definition["thermometer"].OutputShape.Size;
        var units = definition["quant_dense"].OutputShape.Size;
        Assert.IsInRange(513, 1_023, units);
        Assert.AreEqual(0, units % 64);
        Assert.IsLessThanOrEqualTo(1 << 18, signs * units);
        Assert.IsGreaterThan(1 << 18, signs * (units + 64));
    }

    [TestMethod]
    public void Vector_ManyColumns_HaveFewerBitsEach()
    {
        using var rows = Probe.Rows(
            [.. Enumerable.Range(0, 60 * 50).Select(i => (float)(i * 7919 % 101))],
            [.. Enumerable.Range(0, 60).Select(i => (float)(i % 2))]);
        var definition = Build(rows, input => DefaultNetworks.Vector(input, 1));
        Assert.AreEqual(400 / 50, ((ThermometerLayer)definition["thermometer"].Kind).Bits.Max());
    }

    // 6,000 columns of numbers: one bit each and no more, and 256 units for two million latent weights at most.
    [TestMethod]
    public void Vector_Wide_HasABitAColumnAndFewerUnits()
    {
        using var rows = Probe.Rows(
            [.. Enumerable.Range(0, 6_000 * 40).Select(i => (float)(i * 7919L % 10_007))],
            [.. Enumerable.Range(0, 40).Select(i => (float)(i % 2))]);
        var definition = Build(rows, input => DefaultNetworks.Vector(input, 1));
        Assert.AreEqual(6_000, definition["thermometer"].OutputShape.Size);
        Assert.AreEqual(320, definition["quant_dense"].OutputShape.Size);
        Assert.IsLessThanOrEqualTo(1 << 21, definition["quant_dense"].Weights[0].Shape.Size);
        var options = TrainingDefaults.Complete(new Options(), definition, 40, LearningTask.BinaryClassification);
        Assert.AreEqual(Optimize.Adam(Schedule.Cosine(0.001f)), ((CaseSpec)options.Optimizer!).Default);
    }

    [TestMethod]
    public void Vector_WhatIsGiven_Counts()
    {
        using var rows = Rows(100);
        var definition = Build(rows, input => DefaultNetworks.Vector(input, 1, bits: 5, units: 40, dropout: 0.2f));
        Assert.AreEqual(5, ((ThermometerLayer)definition["thermometer"].Kind).Bits[0]);
        Assert.AreEqual(40, definition["quant_dense"].OutputShape.Size);
        Assert.AreEqual(0.2f, ((DropoutLayer)definition["dropout"].Kind).Rate);
        Assert.AreEqual(0.2f, ((DropoutLayer)definition["dropout_1"].Kind).Rate);
    }

    [TestMethod]
    public void Vector_WithoutRows_Has8BitsAColumn()
    {
        var definition = NetworkDefinition.Build(new TensorShape(5), input => DefaultNetworks.For(input, 2));
        CollectionAssert.AreEqual(
            new[] { 8, 8, 8, 8, 8 }, ((ThermometerLayer)definition["thermometer"].Kind).Bits.ToArray());
        Assert.AreEqual(512, definition["quant_dense"].OutputShape.Size);
    }

    // 160 rows in batches of 64 for 40 epochs were 120 steps.
    [TestMethod]
    [DataRow(20, 32, 200, 200)]
    [DataRow(160, 32, 200, 60)]
    [DataRow(1_000, 32, 64, 15)]
    [DataRow(4_999, 32, 15, 15)]
    [DataRow(5_000, 64, 30, 30)]
    [DataRow(100_000, 64, 20, 20)]
    [DataRow(10_000_000, 64, 10, 10)]
    public void Complete_VectorOfTheDefaultNetwork_HasEnoughSteps(int rows, int batch, int epochs, int ofNumbers)
    {
        Assert.AreEqual(
            ofNumbers, TrainingDefaults.Complete(new Options(), Default, rows, LearningTask.Regression).Epochs);
        var options = TrainingDefaults.Complete(new Options(), Default, rows, LearningTask.BinaryClassification);
        Assert.AreEqual(batch, options.BatchSize);
        Assert.AreEqual(epochs, options.Epochs);
        Assert.AreEqual(options.Epochs, options.Choices.Epochs);
        Assert.AreEqual(options.BatchSize, options.Choices.BatchSize);
        Assert.AreSame(options.Optimizer, options.Choices.Optimizer);
        var path = ((CaseSpec)options.Optimizer!).Cases.Single();
        Assert.AreEqual("path", path.Name);
        Assert.AreEqual(Optimize.Adam(Schedule.Cosine(rows < 5_000 ? 0.002f : 0.05f)), path.Optimizer);
    }

    [TestMethod]
    public void Complete_NetworkOfOnesOwn_HasTheDocumentedDefaults()
    {
        var given = new Options { Network = DefaultNetworks.For };
        var options = TrainingDefaults.Complete(given, Default, 160, LearningTask.Regression);
        Assert.AreEqual(40, options.Epochs);
        Assert.AreEqual(64, options.BatchSize);
        Assert.AreEqual(Optimize.Adam(Schedule.Cosine(0.005f)), options.Optimizer);
        Assert.IsNull(given.Epochs, "the user's options stay as they are");
    }

    [TestMethod]
    public void Complete_WhatIsGiven_Stays()
    {
        var sgd = Optimize.Sgd(0.1f);
        var options = TrainingDefaults.Complete(
            new Options { Epochs = 3, BatchSize = 8, Optimizer = sgd }, Default, 160, LearningTask.Regression);
        Assert.AreEqual((3, 8), (options.Epochs!.Value, options.BatchSize!.Value));
        Assert.AreSame(sgd, options.Optimizer);
    }

    // One column decides, the other 1,080 are noise of one in each row.
    [TestMethod]
    public void Fit_OneDecidingColumnAmongOneHotNoise_IsFound()
    {
        var context = new MLContext(seed: 1);
        var random = new Random(5);
        var data = context.Data.LoadFromEnumerable(Enumerable.Range(0, 1_000).Select(_ =>
        {
            var row = new Noise { Label = random.Next(2) == 0 };
            row.Features[random.Next(400)] = 1;
            row.Features[400] = row.Label ? 1 : 0;
            return row;
        }).ToArray());
        var split = context.Data.TrainTestSplit(data, 0.3, seed: 1);
        var model = context.Larq().BinaryNet().Fit(split.TrainSet);
        Assert.IsGreaterThan(
            0.97, context.BinaryClassification.Evaluate(model.Transform(split.TestSet)).Accuracy);
    }

    // Other rows are worth other bits; the weights fit those of before.
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Fit_OnOtherRowsFromAPreviousModel_KeepsItsBits(bool isDefault)
    {
        var context = new MLContext(seed: 1);
        var trainer = context.Larq().BinaryNet(new Options
        {
            Network = isDefault ? DefaultNetworks.For : (x, outputs) => x.Thermometer(9).Dense(outputs),
            Epochs = 1,
        });
        var first = trainer.Fit(Table(context, 60, row => [row, row % 2, row % 9]));
        var second = trainer.Fit(Table(context, 40, row => [row % 5, row, row % 2]), first);
        Assert.AreEqual(first.Network, second.Network);
        CollectionAssert.AreEqual(
            first.Weights["thermometer/thresholds"].Values.ToArray(),
            second.Weights["thermometer/thresholds"].Values.ToArray());
    }

    // Bits are counted by the rows: 60 columns of 254 bits, if they had as many, would be too wide for a kernel.
    [TestMethod]
    public void Fit_WideLayerBehindFewBits_IsCheckedByTheBitsThereAre()
    {
        var context = new MLContext(seed: 1);
        var model = context.Larq().BinaryNet(new Options
        {
            Network = (x, outputs) => x.Thermometer(254).Dense(3_000_000, useBias: false).ChannelSlice(0, outputs),
            Epochs = 1,
            Metrics = [],
            Optimizer = Optimize.Sgd(0.1f),
        }).Fit(Table(context, 40, row => [row % 2, 0, 1]));
        Assert.AreEqual(1, model.Network["thermometer"].OutputShape.Size);
    }

    [TestMethod]
    public void Complete_OwnLayerCalledPath_IsNotTheDefaults()
    {
        var network = NetworkDefinition.Build(
            new TensorShape(5), x => x.Thermometer(4).Dropout(0.1f, name: "path").Dense(2));
        Assert.AreEqual(
            Optimize.Adam(Schedule.Cosine(0.005f)),
            TrainingDefaults.Complete(new Options(), network, 160, LearningTask.Regression).Optimizer);
    }

    [TestMethod]
    public void BinaryNet_ShortForm_TrainsAsTheOptionsDo()
    {
        var context = new MLContext(seed: 1);
        var data = Table(context, 40, row => [row, 0, 0]);
        var (brief, full) = (context.Larq().BinaryNet().Fit(data), context.Larq().BinaryNet(new Options()).Fit(data));
        Assert.AreEqual(200, brief.History.Epochs);
        CollectionAssert.AreEqual(Trainers.Bytes(full), Trainers.Bytes(brief));
    }

    // Every second row says it all, as of two sensors in turn.
    [TestMethod]
    public void BitsOf_RowsInTurn_AreSeen()
    {
        const int Count = 100_000;
        using var rows = Probe.Rows(
            [.. Enumerable.Range(0, Count).Select(row => row % 2 == 0 ? 0f : row % 4 == 1 ? float.NaN : 1f)],
            [.. Enumerable.Range(0, Count).Select(row => (float)(row % 2))]);
        CollectionAssert.AreEqual(new[] { 2 }, new TrainingColumns(rows, 2).BitsOf([0], 4, 100).ToArray());
    }

    private static IDataView Table(MLContext context, int rows, Func<int, float[]> features) =>
        context.Data.LoadFromEnumerable(Enumerable.Range(0, rows)
            .Select(row => new Three { Features = features(row), Label = row % 3 == 0 }).ToArray());

    private static NetworkDefinition Default { get; } =
        NetworkDefinition.Build(new TensorShape(5), input => DefaultNetworks.For(input, 2));

    private static NetworkDefinition Build(
        RowCache rows, Func<NetworkTensor, NetworkTensor> network, int classes = 2) =>
        NetworkDefinition.Build(
            new TensorShape(rows.Features), network, new NetworkGraph(new TrainingColumns(rows, classes)));

    private static RowCache Rows(int count) => Probe.Rows(
        [.. Enumerable.Range(0, count).SelectMany(i => new float[] { i % 50, i % 2, 4 })],
        [.. Enumerable.Range(0, count).Select(i => (float)(i / 7 % 2))]);

    private sealed class Three
    {
        [Microsoft.ML.Data.VectorType(3)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }

    private sealed class Noise
    {
        [Microsoft.ML.Data.VectorType(401)]
        public float[] Features { get; set; } = new float[401];

        public bool Label { get; set; }
    }
}
