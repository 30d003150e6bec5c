using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Tests.House;
using Microsoft.ML.Larq.Tests.Training.Callbacks;
using Microsoft.ML.Runtime;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;

namespace Microsoft.ML.Larq.Tests;

/// <summary>Each fault planted in a training on the sample digits, and healthy trainings that show none.</summary>
[TestClass]
public class WarningsTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly List<string> _log = [];

    [TestMethod]
    public void Fit_NarrowWindow_WarnsOfABadStart()
    {
        var model = Fit(new() { Network = Network("ste_sign(clip_value=0.01)") });
        AssertOnly(model, (WarningNames.StarvedAtStart, null));
        StringAssert.Contains(model.History.Warnings[0].Message, "is ±0.01: set clip_value to 1, the default");
    }

    // Nothing holds the weights inside: what follows from the window is not said again.
    [TestMethod]
    public void Fit_NarrowWindowWithoutClipping_WarnsBeforeTheFirstStep()
    {
        var model = Fit(new() { Network = Network("ste_sign(clip_value=0.01)"), ClipLatentWeights = false });
        AssertOnly(model, (WarningNames.UnclippedKernel, null), (WarningNames.StarvedAtStart, null));
        StringAssert.Contains(model.History.Warnings[0].Message, "ClipLatentWeights");
    }

    // Said while training goes on, as soon as it is certain.
    [TestMethod]
    public void Fit_LearningRateOf10_WarnsAfterTheFirstEpoch()
    {
        var said = new List<int>();
        Fit(new()
        {
            Network = Network("ste_sign"),
            Optimizer = Optimize.Adam(10f),
            Callbacks = [new Hooks { EpochBegin = _ => said.Add(_log.Count) }],
        });
        CollectionAssert.AreEqual(new[] { 0, 1, 1, 1, 1, 1 }, said);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Fit_LearningRateOf10_WarnsOfIt(bool image)
    {
        var options = image
            ? new Options { Image = new ImageShape(8, 8, 1), Epochs = 2 }
            : new Options { Network = Network("ste_sign") };
        options.Optimizer = Optimize.Adam(10f);
        var warnings = Fit(options).History.Warnings;
        Assert.AreEqual(WarningNames.HighLearningRate, warnings[0].Name);
        StringAssert.Contains(warnings[0].Message, "rate of Adam is 10: set it to 0.005, the default");
    }

    [TestMethod]
    [DataRow("ste_sign")]
    [DataRow("NoOp(precision=1)")]
    public void Fit_BopThresholdOf1_WarnsOfFrozenLayers(string quantizer)
    {
        var model = Fit(new()
        {
            Network = Network(quantizer),
            Optimizer = Optimize.Case(binary: Optimize.Bop(threshold: 1f), other: Optimize.Adam(0.005f)),
        });
        AssertOnly(model, (WarningNames.FrozenLayer, null));
    }

    [TestMethod]
    public void Fit_TinyLearningRate_WarnsOfFrozenLayers()
    {
        var model = Fit(new() { Network = Network("ste_sign"), Optimizer = Optimize.Adam(1e-8f) });
        AssertOnly(model, (WarningNames.FrozenLayer, null));
    }

    // The second layer's input has next to no window: nothing reaches the first.
    [TestMethod]
    public void Fit_LayerBehindAClosedWindow_WarnsOfADeadGradient()
    {
        var model = Fit(new() { Network = Network("ste_sign", input: "ste_sign(clip_value=0.0000001)") });
        AssertOnly(model, (WarningNames.DeadGradient, "quant_dense_1.input"));
        StringAssert.Contains(model.History.Warnings[0].Message, "set clip_value to 1, the default");
    }

    [TestMethod]
    public void Fit_RestlessBop_WarnsOfOscillatingLayers()
    {
        var model = Fit(new()
        {
            Network = Network("ste_sign"),
            Optimizer = Optimize.Case(Optimize.Bop(threshold: 1e-8f, gamma: 0.3f), Optimize.Adam(0.005f)),
        });
        AssertOnly(model, (WarningNames.OscillatingLayer, null));
    }

    [TestMethod]
    public void Fit_DefaultNetworks_WarnOfNothing()
    {
        AssertOnly(Fit(new()));
        AssertOnly(Fit(new() { Image = new ImageShape(8, 8, 1) })); // that of samples/QuickStart too
        Assert.IsEmpty(_log);
    }

    [TestMethod]
    public void Fit_SmallNetworkAndOtherOptimizers_WarnOfNothing()
    {
        AssertOnly(Fit(new() { Network = Network("ste_sign") }));
        AssertOnly(Fit(new() { Network = Network("ste_sign"), Optimizer = Optimize.Adam(0.001f) }));
        AssertOnly(Fit(new() { Network = Network("approx_sign", input: "approx_sign") }));
        AssertOnly(Fit(new() { Network = Network("ste_sign"), Optimizer = Optimize.Sgd(0.3f) }));
    }

    [TestMethod]
    public void Fit_OneBatchAnEpoch_WarnsOfFewStepsAlone() => AssertOnly(
        Fit(new() { Network = Network("ste_sign"), BatchSize = 5000 }), (WarningNames.TooShort, null));

    [TestMethod]
    public void Fit_LayerFrozenOnPurpose_WarnsOfNothing() => AssertOnly(Fit(new()
    {
        Network = (x, outputs) => x.QuantileThermometer(4)
            .Apply(new DenseLayer { Units = 64, Kernel = "ste_sign", UseBias = false, Trainable = false })
            .BatchNormalization(scale: false)
            .QuantDense(outputs, "ste_sign", "ste_sign", useBias: false).BatchNormalization(),
    }));

    [TestMethod]
    public void Warnings_OfASavedModel_AreTheSameAndWereLogged()
    {
        var model = Fit(new() { Network = Network("ste_sign"), Optimizer = Optimize.Adam(1e-8f) });
        CollectionAssert.AreEqual(model.History.Warnings.Select(warning => warning.ToString()).ToArray(), _log);
        using var stream = new MemoryStream();
        _context.Model.Save(model, Digits().Schema, stream);
        var loaded = (BinarizedNetworkTransformer)_context.Model.Load(stream, out _);
        CollectionAssert.AreEqual(model.History.Warnings.ToArray(), loaded.History.Warnings.ToArray());
    }

    private static Func<NetworkTensor, int, NetworkTensor> Network(string kernel, string input = "ste_sign") =>
        (x, outputs) => x.QuantileThermometer(4)
            .QuantDense(64, kernelQuantizer: kernel, useBias: false).BatchNormalization(scale: false)
            .QuantDense(outputs, input, kernel, useBias: false).BatchNormalization();

    private static void AssertOnly(BinarizedNetworkTransformer model, params (string Name, string? Layer)[] wanted) =>
        CollectionAssert.AreEqual(
            wanted.Select(warning => $"{warning.Name} {warning.Layer}").ToArray(),
            model.History.Warnings.Select(warning => $"{warning.Name} {warning.Layer}").ToArray(),
            string.Join('\n', model.History.Warnings));

    private BinarizedNetworkTransformer Fit(Options options)
    {
        _context.Log += (_, message) =>
        {
            if (message.Kind == ChannelMessageKind.Warning
                && message.Source.Contains("BinaryNet", StringComparison.Ordinal)) _log.Add(message.RawMessage);
        };
        options.FeatureColumnName = "Pixels";
        options.Seed = 1;
        options.Epochs ??= 6;
        return _context.Larq().BinaryNet(options).Fit(Digits());
    }

    private IDataView Digits()
    {
        var path = Path.Combine(SourceTree.Root, "samples", "data", "digits.csv");
        var rows = _context.Data.LoadFromTextFile<ReadmeExamples.Digit>(path, ',');
        return _context.Transforms.Conversion.MapValueToKey("Label").Fit(rows).Transform(rows);
    }
}
