using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Quantizers;
using Microsoft.ML.Larq.Tests.Quantizers;
using Microsoft.ML.Larq.Tests.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Metrics;

/// <summary>Metrics of one's own in a TorchSharp loop.</summary>
[TestClass]
public class QuantizerMetricTests
{
    // Inside |x| ≤ 1: −1, 0, 0.5; upstream 2, 3, −4, 5. Signs −, −, +, +.
    private static readonly float[] X = [-2, -1, 0, 0.5f];
    private static readonly float[] Dy = [2, 3, -4, 5];

    [TestMethod]
    [DataRow("ste_sign")]
    [DataRow("ste_sign(clip_value=1.0)")]
    [DataRow("threshold_sign")]
    public void Run_AnyQuantizer_ShowsInputOutputAndBothGradients(string alias)
    {
        using var quantizer = alias == "threshold_sign"
            ? new Slow() : QuantizerModules.Create(Quantizer.Parse(alias), TensorLayout.Rows);
        var metric = new Everything();
        quantizer.Metrics.Add(metric);
        QuantizerProbe.Run(quantizer, X, Dy);
        Assert.AreEqual((1, -2.5, 0), (metric["forward"], metric["fx"], metric["fy"]));
        Assert.AreEqual((1, -2.5, 0, 6, 4),
            (metric["backward"], metric["x"], metric["y"], metric["dy"], metric["dx"]));
        if (quantizer is Slow slow) Assert.AreEqual(1, slow.Forwards, "the output was kept, not computed again");
    }

    // Evaluation has metrics of its own; a forward without gradients in training mode is nobody's.
    [TestMethod]
    public void Run_TrainingAndEvaluation_AreToldApart()
    {
        using var quantizer = new SteSign();
        var (training, evaluation) = (new Everything(), new Everything());
        quantizer.Metrics.Add(training);
        quantizer.EvaluationMetrics.Add(evaluation);
        QuantizerProbe.Run(quantizer, X, Dy);
        QuantizerProbe.Forward(quantizer, X);
        Assert.AreEqual((1, 0), (training["forward"], evaluation["forward"]));
        quantizer.eval();
        QuantizerProbe.Forward(quantizer, X);
        QuantizerProbe.Forward(quantizer, X);
        Assert.AreEqual((1, 2), (training["forward"], evaluation["forward"]));
        Assert.AreEqual(0, evaluation["backward"]);
    }

    // The binary convolution that quantizes, pads and rounds in one pass shows what a quantizer alone would.
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Run_InAConvolutionInBFloat16_ShowsTheSame(bool channelsLast)
    {
        var sums = new[] { false, true }.Select(bfloat16 =>
        {
            using var scope = NewDisposeScope();
            var metric = new Everything();
            using var layer = new QuantConv2D(
                2, 3, (3, 3), padding: PadMode.Same, padValue: 1,
                inputQuantizer: new ApproxSign { Metrics = { metric } }, kernelQuantizer: new SteSign())
            {
                UseBFloat16 = bfloat16,
            };
            using (no_grad()) layer.Kernel.copy_(linspace(-0.5, 1, layer.Kernel.numel()).reshape(layer.Kernel.shape));
            var x = linspace(-1.5, 1.5, 2 * 2 * 5 * 5).reshape(2, 2, 5, 5);
            if (channelsLast) x = x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
            layer.call(x.requires_grad_(true)).sum().backward();
            return new[] { "forward", "fx", "fy", "backward", "x", "y", "dy", "dx" }
                .Select(state => metric[state]).ToArray();
        }).ToArray();
        for (var i = 0; i < sums[0].Length; i++) Assert.AreEqual(sums[0][i], sums[1][i], 0.5, $"state {i}");
        CollectionAssert.AreEqual(sums[0][..6], sums[1][..6]);
        Assert.AreEqual(1, sums[0][0]);
        Assert.AreNotEqual(0, sums[0][6]);
    }

    // Larq's RFC, by a user's hands, beside the one built in: the same where something was seen.
    [TestMethod]
    public void RfcGradientFlow_BesideOurs_GivesTheSame()
    {
        using var quantizer = new SteSign { Metrics = { new RfcGradientFlow(), new GradientFlow() } };
        Assert.AreEqual(0, quantizer.Metrics.Get<RfcGradientFlow>()!.Result);
        QuantizerProbe.Run(quantizer, X, Dy);
        Assert.AreEqual(0.75, quantizer.Metrics.Get<RfcGradientFlow>()!.Result, 1e-12);
        QuantizerProbe.Run(quantizer, [5, 5], [1, 1]);
        Assert.AreEqual(0.375, quantizer.Metrics.Get<RfcGradientFlow>()!.Result, 1e-12);
        Assert.AreEqual(0.375, quantizer.Metrics.Get<GradientFlow>()!.Result, 1e-12);
    }

    [TestMethod]
    public void Forward_MetricThatThrows_NamesItAndTheQuantizer()
    {
        using var quantizer = new SteSign { Metrics = { new Failing("forward") } };
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => QuantizerProbe.Run(quantizer, X, Dy));
        Assert.AreEqual("Metric 'failing' of the quantizer 'SteSign' failed: no forward today", error.Message);
        Assert.IsInstanceOfType<NotSupportedException>(error.InnerException);
    }

    // The backward pass ends, its gradient is right, and the next forward tells.
    [TestMethod]
    public void Backward_MetricThatThrows_LeavesTheGradientAndIsThrownByTheNextForward()
    {
        using var quantizer = new SteSign { Metrics = { new Failing("backward"), new GradientFlow() } };
        CollectionAssert.AreEqual(new float[] { 0, 3, -4, 5 }, QuantizerProbe.Run(quantizer, X, Dy).Gradient);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => QuantizerProbe.Run(quantizer, X, Dy));
        Assert.AreEqual("Metric 'failing' of the quantizer 'SteSign' failed: no backward today", error.Message);
        quantizer.Metrics.RemoveAt(0);
        CollectionAssert.AreEqual(new float[] { 0, 3, -4, 5 }, QuantizerProbe.Run(quantizer, X, Dy).Gradient);
    }

    // What a metric disposes is a handle of its own: it is named, and the quantizer goes on.
    [TestMethod]
    [DataRow(nameof(QuantizerPass.Input), false)]
    [DataRow(nameof(QuantizerPass.Output), false)]
    [DataRow(nameof(QuantizerPass.Input), true)]
    [DataRow(nameof(QuantizerPass.Output), true)]
    [DataRow(nameof(QuantizerPass.Upstream), true)]
    [DataRow(nameof(QuantizerPass.Gradient), true)]
    public void Run_MetricThatDisposesATensor_IsNamedAndTakesNothing(string tensor, bool backwards)
    {
        using var quantizer = new SteSign { Metrics = { new Disposing(tensor, backwards), new Everything() } };
        float[] gradient = [0, 3, -4, 5];
        if (backwards) CollectionAssert.AreEqual(gradient, QuantizerProbe.Run(quantizer, X, Dy).Gradient);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => QuantizerProbe.Run(quantizer, X, Dy));
        Assert.AreEqual(
            $"Metric 'disposing' of the quantizer 'SteSign' failed: it disposed the pass's {tensor}, which is not its "
            + "own to dispose.", error.Message);
        quantizer.Metrics.RemoveAt(0);
        CollectionAssert.AreEqual(gradient, QuantizerProbe.Run(quantizer, X, Dy).Gradient);
    }

    // A latent weight that a metric disposes is still there: the layer computes on.
    [TestMethod]
    public void Run_MetricThatDisposesALatentKernel_LeavesItToTheLayer()
    {
        var kernel = new SteSign();
        using var layer = new QuantDense(3, 2, kernelQuantizer: kernel);
        kernel.Metrics.Add(new Disposing(nameof(QuantizerPass.Input), backwards: false));
        using var x = ones(4, 3);
        Assert.ThrowsExactly<InvalidOperationException>(() => layer.forward(x));
        kernel.Metrics.Clear();
        using var loss = layer.forward(x).sum();
        loss.backward();
        Assert.IsTrue(layer.parameters().All(weight => !weight.IsInvalid && weight.grad is not null));
    }

    // One object would mix what two quantizers do.
    [TestMethod]
    public void Add_MetricOfAnotherQuantizer_IsRefused()
    {
        using var first = new SteSign { Metrics = { new Everything() } };
        using var second = new ApproxSign();
        var metric = first.Metrics[0];
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => second.Metrics.Add(metric)).Message,
            "This metric 'everything' is of the quantizer 'SteSign' already");
        Assert.ThrowsExactly<ArgumentException>(() => first.EvaluationMetrics.Add(metric));
        first.Metrics.Clear();
        second.Metrics.Add(metric);
        Assert.HasCount(1, second.Metrics);
    }

    // What warnings are given by is measured by the library alone.
    [TestMethod]
    public void Constructor_NameOfTheLibrarys_IsRefused()
    {
        var names = typeof(MetricNames).GetFields().Select(field => (string)field.GetRawConstantValue()!)
            .Where(name => name.EndsWith('/')).Select(name => name.TrimEnd('/')).ToArray();
        Assert.IsGreaterThan(9, names.Length);
        foreach (var name in names)
        {
            Assert.ThrowsExactly<ArgumentException>(() => new Everything(name), name);
            Assert.ThrowsExactly<ArgumentException>(
                () => QuantizerMetric.Register(name, () => new Everything()), name);
            Assert.IsTrue(MetricNames.IsOfLibrary($"{name}/x"), name);
        }
    }

    // The scale of a magnitude-aware sign moves with every step; its signs do not.
    [TestMethod]
    [DataRow("magnitude_aware_sign")]
    [DataRow("magnitude_aware_sign_unclipped")]
    [DataRow("xnor_weight_scale")]
    public void FlipRatio_OfSignsTimesScales_CountsSigns(string alias)
    {
        using var scope = NewDisposeScope();
        using var quantizer = QuantizerModules.Create(Quantizer.Parse(alias));
        quantizer.Metrics.Add(new FlipRatio());
        foreach (var values in new[] { new[] { 0.1f, -0.2f, 0.3f, 0.4f }, [0.2f, -0.3f, 0.4f, -0.5f] })
            quantizer.call(tensor(values).reshape(2, 2).requires_grad_(true));
        Assert.AreEqual(0.25, quantizer.Metrics[0].Result);
    }

    // As Larq's layers do: a kernel's quantizer that has no metrics gets those of the scope, an input's none.
    [TestMethod]
    public void Layer_WithinAScope_HasItsMetricsOnTheKernel()
    {
        using var scope = new MetricsScope("gradient_flow", "flip_ratio");
        var quantizers = Enumerable.Range(0, 8).Select(_ => new SteSign()).ToArray();
        quantizers[7].Metrics.Add(new Everything());
        nn.Module[] layers =
        [
            new QuantDense(2, 2, inputQuantizer: quantizers[0], kernelQuantizer: quantizers[1]),
            new QuantConv2D(2, 2, (1, 1), kernelQuantizer: quantizers[2]),
            new QuantDepthwiseConv2D(2, (1, 1), depthwiseQuantizer: quantizers[3]),
            new QuantSeparableConv2D(
                2, 2, (1, 1), depthwiseQuantizer: quantizers[4], pointwiseQuantizer: quantizers[5]),
            new QuantConv2DTranspose(2, 2, (1, 1), kernelQuantizer: quantizers[6]),
            new QuantDense(2, 2, kernelQuantizer: quantizers[7]),
        ];
        foreach (var kernel in quantizers[1..7])
            Assert.AreEqual("gradient_flow flip_ratio", string.Join(' ', kernel.Metrics.Select(metric => metric.Name)));
        Assert.IsEmpty(quantizers[0].Metrics);
        Assert.HasCount(1, quantizers[7].Metrics);
        foreach (var layer in layers) layer.Dispose();
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("Gradient")]
    [DataRow("a/b")]
    [DataRow("1st")]
    [DataRow("a b")]
    public void Constructor_OtherName_SaysWhatNamesAre(string name) => StringAssert.Contains(
        Assert.ThrowsExactly<ArgumentException>(() => new Everything(name)).Message, "lower-case letters");

    [TestMethod]
    public void Add_AName_GivesTheMetricOfThatName()
    {
        using var quantizer = QuantizerModules.Create("ste_sign(metrics=['gradient_flow'])");
        quantizer.Metrics.Add("flip_ratio");
        CollectionAssert.AreEqual(
            new[] { "gradient_flow", "flip_ratio" }, quantizer.Metrics.Select(metric => metric.Name).ToArray());
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => quantizer.Metrics.Add("flip_ratio")).Message,
            "has a metric 'flip_ratio' already");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => quantizer.Metrics.Add("flips")).Message,
            "Unknown metric 'flips'; known are 'fitting_error'");
    }

    [TestMethod]
    public void Add_TheSameName_IsRefused()
    {
        using var quantizer = new SteSign { Metrics = { new FlipRatio() } };
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => quantizer.Metrics.Add(new FlipRatio())).Message,
            "has a metric 'flip_ratio' already");
        quantizer.Metrics[0] = new FlipRatio();
    }

    [TestMethod]
    public void Every_Third_SeesTheFirstFourthSeventhOfEachKind()
    {
        using var quantizer = new SteSign { Metrics = { new Everything { Every = 3 } } };
        for (var pass = 1; pass <= 7; pass++) QuantizerProbe.Run(quantizer, [pass], [pass]);
        var metric = quantizer.Metrics.Get<Everything>()!;
        Assert.AreEqual((3, 12, 3, 12), (metric["forward"], metric["fx"], metric["backward"], metric["x"]));
    }

    [TestMethod]
    public void Steps_WithMetrics_LeaveNoTensorBehind()
    {
        using var quantizer = new Slow { Metrics = { new Everything(), new Passes(), new FlipRatio() } };
        Leaks.AssertNone(Step);

        void Step()
        {
            QuantizerProbe.Run(quantizer, X, Dy);
            foreach (var metric in quantizer.Metrics) Assert.IsFalse(double.IsNaN(metric.Result));
        }
    }

    /// <summary>A quantizer of one's own, without a form in one pass, that counts its forwards.</summary>
    private sealed class Slow() : QuantizerModule(nameof(Slow))
    {
        public int Forwards { get; private set; }

        protected override Tensor Quantize(Tensor input)
        {
            Forwards++;
            return input.ge(0).to_type(input.dtype).mul(2).sub(1);
        }

        protected override Tensor PseudoGradient(Tensor input, Tensor upstream) =>
            upstream.mul(input.abs().le(1).to_type(upstream.dtype));
    }
}
