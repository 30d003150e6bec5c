using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Data;
using Microsoft.ML.Larq.Training.Measures;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Training;

/// <summary>What the loop reports of layers, for two batches that can be followed with a pencil.</summary>
[TestClass]
public class LayerMetricsTests
{
    // One output ŷ = Σ sign(xᵢ)·sign(wᵢ), squared error, SGD with rate 0.1, two batches of one equal row, no clipping:
    //   x = (0.5, −2, 0.25, 3), signs (+, −, +, +), inside ±1: (yes, no, yes, no);
    //   w = (0.3, 0.3, −0.3, 5), signs (+, +, −, +), inside ±1: (yes, yes, yes, no); label 8.
    // Batch 1: ŷ = 1 − 1 − 1 + 1 = 0, ∂L/∂ŷ = 2·(0 − 8) = −16. To the kernel −16·sign(x), where w is inside:
    //   (−16, 16, −16, 0): 3 of 4 not zero. w ← (1.9, −1.3, 1.3, 5), signs (+, −, +, +): 2 of 4 flip.
    // Batch 2: ŷ = 4, ∂L/∂ŷ = −8. No w is inside ±1: 0 of 4 not zero.
    // Flow: mean of 3/4 and 0. The input needs no gradient in this network, so nothing is measured there.
    [TestMethod]
    [DataRow(1, 0.375)]
    [DataRow(2, 0.75)]
    public void Run_TwoBatches_ReportsTheHandCount(int interval, double flow)
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(4), x => x.QuantDense(1, "ste_sign", "ste_sign", useBias: false));
        float[] row = [0.5f, -2, 0.25f, 3];
        using var rows = Probe.Rows([.. row, .. row], 8, 8);
        var report = Train(definition, rows, interval, ("quant_dense/kernel", [0.3f, 0.3f, -0.3f, 5]));
        Assert.AreEqual(0.5, report["flip_ratio/quant_dense"]);
        Assert.AreEqual(flow, report["gradient_flow/quant_dense"]);
        Assert.IsTrue(double.IsNaN(report["gradient_flow/quant_dense.input"]));
        Assert.AreEqual((64 + 16) / 2.0, report[MetricNames.Loss]);
    }

    // Two channels of one step, x = (0.5, 0.25), d = (0.3, 0.3), p = (0.3, 5), ŷ = Σ sign(xᵢ)·sign(dᵢ)·sign(pᵢ), label
    // −4. Batch 1: ŷ = 2, ∂L/∂ŷ = 12. d: both inside ±1, 2 of 2, ← (−0.9, −0.9), both flip. p: 1 of 2 inside, ← (−0.9,
    // 5), 1 flips. Batch 2: ŷ = 1 − 1 = 0, ∂L/∂ŷ = 8. d: 2 of 2 not zero. p: 1 of 2.
    [TestMethod]
    public void Run_SeparableLayer_ReportsBothKernels()
    {
        var definition = NetworkDefinition.Build(new TensorShape(1, 2), x => x.QuantSeparableConv1D(
            1, 1, inputQuantizer: "ste_sign", depthwiseQuantizer: "ste_sign", pointwiseQuantizer: "ste_sign",
            useBias: false, name: "s").Flatten());
        float[] row = [0.5f, 0.25f];
        using var rows = Probe.Rows([.. row, .. row], -4, -4);
        var report = Train(
            definition, rows, 1, ("s/depthwise_kernel", [0.3f, 0.3f]), ("s/pointwise_kernel", [0.3f, 5]));
        Assert.AreEqual(1.0, report["flip_ratio/s.depthwise"]);
        Assert.AreEqual(0.5, report["flip_ratio/s.pointwise"]);
        Assert.AreEqual(1.0, report["gradient_flow/s.depthwise"]);
        Assert.AreEqual(0.5, report["gradient_flow/s.pointwise"]);
    }

    // A dense layer of the identity before it gives the input a gradient: ∂L/∂ŷ·sign(w) where |x| ≤ 1.
    // Batch 1: rows within ±1 in 2 of 4 places; the identity's kernel and bias move by 0.1 of the gradient, but for
    // batch 2 its rate is so small that 0.5 and 0.25 stay inside and −2 and 3 outside: again 2 of 4.
    [TestMethod]
    public void Run_InputWithGradient_ReportsItsFlow()
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(4), x => x.Dense(4).QuantDense(1, "ste_sign", "ste_sign", useBias: false));
        float[] row = [0.5f, -2, 0.25f, 3];
        using var rows = Probe.Rows([.. row, .. row], 8, 8);
        var report = Train(
            definition, rows, 1,
            ("dense/kernel", [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]),
            ("quant_dense/kernel", [0.3f, 0.3f, -0.3f, 5]), rate: 1e-6f);
        Assert.AreEqual(0.5, report["gradient_flow/quant_dense.input"]);
        Assert.AreEqual(0.75, report["gradient_flow/quant_dense"]);
        Assert.AreEqual(0.0, report["flip_ratio/quant_dense"]);
    }

    // The same with the quantizer as a layer of its own before the quantized one.
    [TestMethod]
    public void Run_QuantizerAsALayer_ReportsItsFlow()
    {
        var definition = NetworkDefinition.Build(new TensorShape(4), x => x
            .Dense(4).Quantize("ste_sign").QuantDense(1, null, "ste_sign", useBias: false));
        float[] row = [0.5f, -2, 0.25f, 3];
        using var rows = Probe.Rows([.. row, .. row], 8, 8);
        var report = Train(
            definition, rows, 1,
            ("dense/kernel", [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]),
            ("quant_dense/kernel", [0.3f, 0.3f, -0.3f, 5]), rate: 1e-6f);
        Assert.AreEqual(0.5, report["gradient_flow/quantize.input"]);
        Assert.AreEqual(0.75, report["gradient_flow/quant_dense"]);
        Assert.AreEqual(64, report[MetricNames.Loss], 1e-3);
    }

    // Nothing flips from one batch to the next where there is one: no 0, which reads as a layer that stands still.
    [TestMethod]
    public void Run_OneBatchAnEpoch_HasNoFlipRatio()
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(4), x => x.QuantDense(1, "ste_sign", "ste_sign", useBias: false));
        using var rows = Probe.Rows([0.5f, -2, 0.25f, 3], 8);
        var report = Train(definition, rows, 1, ("quant_dense/kernel", [0.3f, 0.3f, -0.3f, 5]));
        Assert.IsTrue(double.IsNaN(report["flip_ratio/quant_dense"]));
        Assert.AreEqual(0.75, report["gradient_flow/quant_dense"]);
    }

    [TestMethod]
    public void Run_LayerMetricsOff_ReportsNone()
    {
        var context = new MLContext(seed: 1);
        var options = Trainers.Options(epochs: 1);
        Assert.IsTrue(Trainers.Fit(context, options).History.Names.Any(name => name.StartsWith(MetricNames.FlipRatio)));
        options.Metrics = [];
        var names = Trainers.Fit(context, options).History.Names.ToArray();
        CollectionAssert.Contains(names, MetricNames.Loss);
        Assert.IsFalse(names.Any(name => name.Contains('/')), string.Join(", ", names));
    }

    private static TrainingProgress Train(
        NetworkDefinition definition, RowCache rows, int interval, params (string, float[])[] weights) =>
        Train(definition, rows, interval, 0.1f, weights);

    private static TrainingProgress Train(
        NetworkDefinition definition, RowCache rows, int interval, (string, float[]) first, (string, float[]) second,
        float rate) => Train(definition, rows, interval, rate, [first, second]);

    private static TrainingProgress Train(
        NetworkDefinition definition, RowCache rows, int interval, float rate, (string, float[])[] weights)
    {
        var settings = Probe.Settings(LearningTask.Regression) with
        {
            BatchSize = 1,
            Optimizer = Optimize.Sgd(rate),
            Measuring = new MeasuringChoices { MetricsInterval = interval },
            ClipLatentWeights = false,
        };
        var listener = new Listener();
        using var session = new TrainingSession(
            definition, Probe.Weights(definition, weights), settings, rows, null, CPU, listener);
        session.Run();
        return listener.Reports.Single();
    }
}
