using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Tests.Metrics;
using Microsoft.ML.Larq.Training;

namespace Microsoft.ML.Larq.Tests.Training.Measures;

/// <summary>Which metrics are hung onto which quantizers, and where their values go.</summary>
[TestClass]
public class MetricsOptionTests
{
    private const string Kernels = "quant_dense, quant_dense_1";
    private readonly MLContext _context = new(seed: 1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("larq-metrics");

    [TestCleanup]
    public void Delete() => _folder.Delete(recursive: true);

    [TestMethod]
    public void Fit_ByRoleLayerAndCondition_MeasuresThoseAlone()
    {
        var own = LayerMetric.Of(() => new RfcGradientFlow());
        Assert.AreEqual("quant_dense, quant_dense.input, quant_dense_1, quant_dense_1.input", Measured(own, Deep));
        Assert.AreEqual(Kernels, Measured(own.For(QuantizerRole.Kernel)));
        Assert.AreEqual("quant_dense_1.input", Measured(own.For(QuantizerRole.Input)));
        Assert.AreEqual("", Measured(own.For(QuantizerRole.Activation)));
        Assert.AreEqual("quant_dense_1, quant_dense_1.input", Measured(own.On("quant_dense_1")));
        Assert.AreEqual("quant_dense_1", Measured(own.On("quant_dense_1").For(QuantizerRole.Kernel)));
        Assert.AreEqual(
            "quant_dense", Measured(own.Where(place => place.Layer.OutputShape.Size == 64).Where(_ => true)));
        Assert.AreEqual("", Measured(own.Where(_ => true).Where(place => place.Quantizer.Precision > 1)));
        Assert.AreEqual("quantize.input", Measured(own.For(QuantizerRole.Activation), Activated));
        Assert.AreEqual("quant_dense", Measured(
            LayerMetric.Of(place => place.Latent?.numel() == 24 * 64 ? new RfcGradientFlow() : null)));
    }

    [TestMethod]
    public void Fit_ForALayerWithoutSuchAQuantizer_NamesIt()
    {
        var options = Trainers.Options();
        options.Metrics = [LayerMetric.FlipRatio.On("quant_dense", "quant_densest")];
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Trainers.Fit(_context, options)).Message,
            "Option Metrics: a metric is for layer 'quant_densest', which has no quantizer of role Kernel; these have: "
            + "'quant_dense', 'quant_dense_1'");
    }

    // In the alias, as Larq has it: beside what the options say, and once where both say it.
    [TestMethod]
    public void Fit_WithMetricsInTheAlias_MeasuresThemToo()
    {
        QuantizerMetric.Register("rfc_gradient_flow", () => new RfcGradientFlow());
        var options = Trainers.Options();
        options.Metrics = [LayerMetric.FlipRatio.On("quant_dense_1")];
        options.Network = (input, outputs) => input.QuantileThermometer(8)
            .QuantDense(64, kernelQuantizer: "ste_sign(metrics=['rfc_gradient_flow'])").BatchNormalization()
            .QuantDense(outputs, "ste_sign(metrics=[])", "ste_sign(metrics=['flip_ratio', 'rfc_gradient_flow'])")
            .BatchNormalization();
        var model = Trainers.Fit(_context, options);
        Assert.AreEqual(
            "flip_ratio/quant_dense_1, rfc_gradient_flow/quant_dense, rfc_gradient_flow/quant_dense_1",
            Layers(model, ""));
        StringAssert.Contains(model.Network.ToJson(), "metrics=");
        Assert.AreEqual("ste_sign", Quantizer.Parse("ste_sign(metrics=[])").ToString());
        Assert.AreEqual(
            "ste_sign(clip_value=0.5, metrics=[\"flip_ratio\", \"a\"])",
            Quantizer.Parse("SteSign(metrics=['flip_ratio','a'], clip_value=0.5)").ToString());
        Assert.AreEqual(Quantizer.Parse("ste_sign(metrics=['flip_ratio'])"), Quantizer.SteSign());
    }

    [TestMethod]
    public void Fit_WithAnUnknownMetricInTheAlias_ListsThoseThereAre()
    {
        var options = Trainers.Options();
        options.Network = (input, outputs) => input.QuantDense(outputs, null, "ste_sign(metrics=['flop_ratio'])");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Trainers.Fit(_context, options)).Message,
            "Unknown metric 'flop_ratio'; known are 'fitting_error', 'flip_ratio', 'gradient_arrival'");
    }

    // As Larq's scope: of kernels that are described within, scopes add up, and end with their block.
    [TestMethod]
    public void Fit_WithinMetricsScopes_MeasuresTheirKernels()
    {
        QuantizerMetric.Register("rfc_gradient_flow", () => new RfcGradientFlow());
        var options = Trainers.Options();
        options.Metrics = [];
        options.Network = (input, outputs) =>
        {
            using var scope = new MetricsScope("flip_ratio");
            Assert.ThrowsExactly<InvalidOperationException>(Leave);
            NetworkTensor x;
            using (new MetricsScope("rfc_gradient_flow"))
                x = input.QuantileThermometer(8).QuantDense(64, kernelQuantizer: "ste_sign").BatchNormalization();
            return x.QuantDense(outputs, "ste_sign", "ste_sign").BatchNormalization();
        };
        var model = Trainers.Fit(_context, options);
        Assert.AreEqual(
            "flip_ratio/quant_dense, flip_ratio/quant_dense_1, rfc_gradient_flow/quant_dense", Layers(model, ""));
        Assert.IsEmpty(MetricsScope.Current);

        static void Leave()
        {
            using var scope = new MetricsScope("everything");
            throw new InvalidOperationException();
        }
    }

    // 90 rows in batches of 16: six an epoch. Of them one in two by option, one in three by the rule, all where the
    // metric says that it needs all.
    [TestMethod]
    public void Fit_WithIntervals_MeasuresAsOftenAsTheyAsk()
    {
        var options = Trainers.Options(epochs: 1);
        options.MetricsInterval = 2;
        options.Metrics =
        [
            LayerMetric.Of(() => new Everything("by_option")), LayerMetric.Of(() => new Everything("by_rule")).Every(3),
            LayerMetric.Of(() => new Everything("by_itself") { Every = 6 }), LayerMetric.Of(() => new Passes()),
        ];
        var history = Trainers.Fit(_context, options).History;
        Assert.AreEqual(
            (3, 2, 1, 6),
            (history["by_option/quant_dense"][0], history["by_rule/quant_dense"][0],
                history["by_itself/quant_dense"][0], history["passes/quant_dense"][0]));
    }

    // The validation set has the 90 rows, in batches of 16 or more; re-estimation and probes are not counted.
    [TestMethod]
    public void Fit_InValidation_MeasuresItApart()
    {
        var options = Trainers.Options(epochs: 2);
        options.ValidationSet = Trainers.Table(_context);
        options.GradientProbeInterval = 1;
        options.Metrics = [LayerMetric.Of(() => new Everything()).AlsoInValidation().Every(1).On("quant_dense")];
        var history = Trainers.Fit(_context, options).History;
        Assert.AreEqual((6, 6), (history["everything/quant_dense"][0], history["everything/quant_dense"][1]));
        var batches = history["Validation everything/quant_dense"];
        Assert.IsTrue(batches[0] is >= 1 and <= 6, $"{batches[0]}");
        Assert.AreEqual(batches[0], batches[1]);
    }

    // Where evaluation takes a layer apart, its quantizers are called once each all the same while they are measured.
    [TestMethod]
    [DataRow("ste_sign", "magnitude_aware_sign")]
    [DataRow("dorefa_quantizer(k_bit=2)", "ste_sign")]
    [DataRow("dorefa_quantizer(k_bit=2)", "dorefa_quantizer(k_bit=2, mode='weights')")]
    public void Fit_InValidation_SeesEachPassOnce(string input, string kernel)
    {
        var options = Trainers.Options(epochs: 1);
        options.ValidationSet = Trainers.Table(_context);
        options.Metrics = [LayerMetric.Of(() => new Everything { Every = 1 }).AlsoInValidation()];
        options.Network = (x, outputs) => x.Dense(8).QuantDense(8, input, kernel).Dense(outputs);
        var history = Trainers.Fit(_context, options).History;
        var passes = history["Validation everything/quant_dense"][0];
        Assert.AreEqual(6, passes, "90 rows in batches of 16");
        Assert.AreEqual(passes, history["Validation everything/quant_dense.input"][0]);
    }

    [TestMethod]
    public void Fit_InValidationWithoutOne_ReportsNone()
    {
        var options = Trainers.Options(epochs: 1);
        options.Metrics = [LayerMetric.Of(() => new Everything()).AlsoInValidation()];
        Assert.IsFalse(Trainers.Fit(_context, options).History.Names.Any(name => name.StartsWith("Validation")));
    }

    [TestMethod]
    public void Fit_OneMetricForTwoQuantizers_IsRefused()
    {
        var one = new Everything();
        var options = Trainers.Options();
        options.Metrics = [LayerMetric.Of(() => one)];
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Trainers.Fit(_context, options)).Message,
            "each has one of its own");
    }

    [TestMethod]
    public void Fit_ConditionThatThrows_NamesRuleAndPlace()
    {
        var options = Trainers.Options();
        options.Metrics = [LayerMetric.FlipRatio.Where(_ => throw new OperationCanceledException("not now"))];
        Assert.AreEqual(
            "Option Metrics: 'flip_ratio of Kernel where given' failed for the quantizer 'quant_dense': not now",
            Assert.ThrowsExactly<InvalidOperationException>(() => Trainers.Fit(_context, options)).Message);
    }

    [TestMethod]
    public void On_NoLayer_IsRefused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => LayerMetric.FlipRatio.On());
        Assert.ThrowsExactly<ArgumentException>(() => LayerMetric.FlipRatio.On(null!, "conv"));
    }

    [TestMethod]
    [DataRow("forward", "quant_dense")]
    [DataRow("backward", "quant_dense")]
    [DataRow("result", "quant_dense")]
    [DataRow("backward", "quant_dense_1.input")]
    public void Fit_MetricThatThrows_NamesItAndTheLayer(string where, string place)
    {
        var options = Trainers.Options();
        options.Metrics = [LayerMetric.Of(() => new Failing(where)).Where(one => one.Name == place)];
        Assert.AreEqual(
            $"Metric 'failing' of the quantizer '{place}' failed: no {where} today",
            Assert.ThrowsExactly<InvalidOperationException>(() => Trainers.Fit(_context, options)).Message);
    }

    // One name, seen everywhere without further work.
    [TestMethod]
    public void Fit_WithAMetricOfOnesOwn_ShowsItEverywhere()
    {
        const string Name = "rfc_gradient_flow/quant_dense";
        var (reports, events, log) = (new List<TrainingProgress>(), new List<ProgressEvent>(), new List<string>());
        var options = Trainers.Options(epochs: 2);
        options.Metrics = [LayerMetric.Of(() => new RfcGradientFlow()).For(QuantizerRole.Kernel)];
        options.Progress = new Synchronous(reports.Add);
        _context.Log += (_, message) => log.Add(message.Message);
        options.Callbacks = [new TensorBoard(Named("while"))];
        BinarizedNetworkTransformer model;
        using (_context.Larq().MonitorProgress(events.Add)) model = Trainers.Fit(_context, options);
        var values = model.History[Name];
        Assert.HasCount(2, values);
        Assert.IsTrue(values.All(value => value is > 0 and <= 1));
        var epochs = reports.Where(report => report.EpochCompleted).ToArray();
        Assert.AreEqual(values[1], epochs[1][Name], 1e-3);
        Assert.IsTrue(log.Any(line => line.Contains("epoch 2/2, layers:") && line.Contains(Name)));
        var own = events.Where(one => one.IsCheckpoint)
            .Where(one => one.Operation.StartsWith("BinaryNet", StringComparison.Ordinal)).ToArray();
        Assert.IsTrue(own.Length == 2 && own
            .All(one => one.Metrics.Any(metric => metric.Key == Name && metric.Value > 0)));
        model.History.WriteCsv(Named("history.csv"));
        model.History.WriteJson(Named("history.json"));
        model.WriteReport(Named("report.html"));
        model.History.WriteTensorBoard(Named("board"));
        foreach (var file in new[] { "history.csv", "history.json", "report.html" })
        {
            StringAssert.Contains(
                File.ReadAllText(Named(file)), file == "report.html" ? "rfc_gradient_flow" : Name, file);
        }

        foreach (var board in new[] { "board", "while" })
        {
            var written = Directory.EnumerateFiles(Named(board), "*", SearchOption.AllDirectories)
                .Any(path => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(path)).Contains(Name));
            Assert.IsTrue(written, board);
        }

        _context.Model.Save(model, null, Named("model.zip"));
        var loaded = (BinarizedNetworkTransformer)_context.Model.Load(Named("model.zip"), out _);
        CollectionAssert.AreEqual(values.ToArray(), loaded.History[Name].ToArray());
    }

    private static NetworkTensor Deep(NetworkTensor input, int outputs) => input.Dense(8)
        .QuantDense(64, "ste_sign", "ste_sign").BatchNormalization()
        .QuantDense(outputs, "ste_sign", "ste_sign").BatchNormalization();

    private static NetworkTensor Activated(NetworkTensor input, int outputs) => input.Dense(8)
        .Quantize("ste_sign").QuantDense(outputs, null, "ste_sign").BatchNormalization();

    private string Named(string file) => Path.Combine(_folder.FullName, file);

    private string Measured(LayerMetric metric, Func<NetworkTensor, int, NetworkTensor>? network = null)
    {
        var options = Trainers.Options(epochs: 1);
        options.Metrics = [metric];
        if (network is not null) options.Network = network;
        return Layers(Trainers.Fit(_context, options), "rfc_gradient_flow/");
    }

    private static string Layers(BinarizedNetworkTransformer model, string metric) => string.Join(
        ", ",
        model.History.Names.Where(name => name.Contains('/') && name.StartsWith(metric, StringComparison.Ordinal))
            .Select(name => name[metric.Length..]).Order(StringComparer.Ordinal));

    private sealed class Synchronous(Action<TrainingProgress> heard) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => heard(value);
    }
}
