using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Measures;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Training.Measures;

/// <summary>Which latent weights count as starved, by counting them here.</summary>
[TestClass]
public class StarvedWeightsTests
{
    private static readonly float[] Kernel = [0.5f, -0.5f, 0.49999997f, -1, 1, 1.0000001f, -3, 0];

    // |w| ≥ 1: −1, 1, 1.0000001, −3; |w| ≥ 0.5: these, 0.5 and −0.5; the number below 0.5 is not.
    [TestMethod]
    [DataRow("ste_sign", null, 4)]
    [DataRow("approx_sign", null, 4)]
    [DataRow("ste_tern", null, 4)]
    [DataRow("ste_sign(clip_value=0.5)", null, 6)]
    [DataRow("ste_sign(clip_value=3)", null, 1)]
    [DataRow("ste_sign", "weight_clip(clip_value=0.5)", 6)]
    [DataRow("ste_sign", "weight_clip(clip_value=2)", 4)]
    [DataRow("ste_sign(clip_value=None)", "weight_clip(clip_value=0.5)", 6)]
    public void Values_OfAKernel_CountThoseAtTheBoundAndBeyond(string quantizer, string? constraint, int starved)
    {
        using var network = Network(quantizer, constraint);
        var values = Values(network).ToArray();
        CollectionAssert.AreEqual(
            new KeyValuePair<string, double>[] { new("starved/quant_dense", starved / 8.0) }, values);
    }

    [TestMethod]
    [DataRow("ste_sign(clip_value=None)")]
    [DataRow("swish_sign")]
    [DataRow("dorefa_quantizer(k_bit=2, mode='weights')")]
    [DataRow(null)]
    public void Values_OfAKernelWithoutABound_AreNone(string? quantizer)
    {
        using var network = Network(quantizer, null);
        Assert.IsEmpty(Values(network));
    }

    // Both kernels are ±1 and so at the bound; only the one that Adam moves is latent.
    [TestMethod]
    public void Run_WithBop_ReportsOnlyLatentKernels()
    {
        var definition = NetworkDefinition.Build(new TensorShape(4), x => x
            .QuantDense(3, kernelQuantizer: "ste_sign", useBias: false, name: "bop")
            .QuantDense(1, "ste_sign", "ste_sign", useBias: false, name: "adam"));
        using var rows = Probe.Rows(1, 8, 4, x => x[0]);
        var listener = new Listener();
        var settings = Probe.Settings(LearningTask.Regression) with
        {
            Optimizer = Optimize.Case(
                Optimize.Adam(0f), ("signs", weight => weight.Layer == "bop", Optimize.Bop())),
        };
        var start = Probe.Weights(definition, ("adam/kernel", [1, 0.5f, -1]));
        using var session = new TrainingSession(definition, start, settings, rows, null, CPU, listener);
        session.Run();
        var report = listener.Reports[^1];
        Assert.AreEqual(2 / 3.0, report[MetricNames.Starved + "adam"], 1e-12);
        Assert.IsTrue(double.IsNaN(report[MetricNames.Starved + "bop"]));
    }

    // Named as the other metrics of the same kernels.
    [TestMethod]
    public void Run_SeveralKernelsInALayer_ReportsEachUnderItsName()
    {
        var definition = NetworkDefinition.Build(new TensorShape(4, 4, 2), x => x
            .QuantSeparableConv2D(
                3, 3, depthwiseQuantizer: "ste_sign", pointwiseQuantizer: "ste_sign", name: "both")
            .QuantDepthwiseConv2D(2, depthwiseQuantizer: "ste_sign", name: "one").Flatten().Dense(1));
        using var rows = Probe.Rows(1, 8, 32, x => x[0]);
        var listener = new Listener();
        var settings = Probe.Settings(LearningTask.Regression) with
        {
            Measuring = new MeasuringChoices { MetricsInterval = 1, GradientProbeInterval = 1 },
        };
        using var session = new TrainingSession(
            definition, NetworkWeights.Initialize(definition, 1), settings, rows, null, CPU, listener);
        session.Run();
        string[] Layers(string metric) => [.. listener.Reports[^1].Values.Select(value => value.Key)
            .Where(name => name.StartsWith(metric, StringComparison.Ordinal)).Select(name => name[metric.Length..])];
        var wanted = Layers(MetricNames.FlipRatio);
        CollectionAssert.AreEqual(new[] { "both.depthwise", "both.pointwise", "one" }, wanted);
        foreach (var metric in new[] { MetricNames.Starved, MetricNames.GradientMismatch, MetricNames.GradientRatio })
            CollectionAssert.AreEqual(wanted, Layers(metric), metric);
    }

    [TestMethod]
    public void Values_OfAFrozenLayer_AreNone()
    {
        var definition = NetworkDefinition.Build(new TensorShape(4), x => x
            .Apply(new DenseLayer { Units = 3, Kernel = "ste_sign", Trainable = false }).Dense(1));
        using var network = new NetworkModule(definition, NetworkWeights.Initialize(definition, 1), seed: 0);
        Assert.IsEmpty(Values(network));
    }

    private static KeyValuePair<string, double>[] Values(NetworkModule network) =>
        new LayerMetrics(network, [LayerMetric.Starved], 1, network.TrainedWeights).Values;

    private static NetworkModule Network(string? quantizer, string? constraint)
    {
        var definition = NetworkDefinition.Build(new TensorShape(8), x => x
            .QuantDense(1, kernelQuantizer: quantizer, kernel: new() { Constraint = constraint }, useBias: false));
        return new NetworkModule(definition, Probe.Weights(definition, ("quant_dense/kernel", Kernel)), seed: 0);
    }
}
