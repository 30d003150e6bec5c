using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Quantizers;
using Microsoft.ML.Larq.Tests.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Metrics;

[TestClass]
public class GradientFlowTests
{
    // Counted by hand. Inside |x| ≤ 1: −1, −0.5, 0, 0.5, 1; of these the upstream gradient is 0 at 0.5.
    private static readonly float[] Inputs = [-2, -1.25f, -1, -0.5f, 0, 0.5f, 1, 3];
    private static readonly float[] Upstream = [1, 1, 1, -2, 3, 0, 1, 0];

    [TestMethod]
    public void SteSign_Backward_EqualsHandCount()
    {
        using var quantizer = new SteSign { Metrics = { new GradientFlow() } };
        QuantizerProbe.Run(quantizer, Inputs, Upstream);
        Assert.AreEqual(4 / 8.0, quantizer.Metrics.Get<GradientFlow>()!.Result, 1e-12);
    }

    // The slope of ApproxSign is 0 at ±1, so only −0.5 and 0 are left.
    [TestMethod]
    public void ApproxSign_Backward_EqualsHandCount()
    {
        using var quantizer = new ApproxSign { Metrics = { new GradientFlow() } };
        QuantizerProbe.Run(quantizer, Inputs, Upstream);
        Assert.AreEqual(2 / 8.0, quantizer.Metrics.Get<GradientFlow>()!.Result, 1e-12);
    }

    [TestMethod]
    public void SteSign_WithoutClip_CountsTheUpstreamGradient()
    {
        using var quantizer = new SteSign(null) { Metrics = { new GradientFlow() } };
        QuantizerProbe.Run(quantizer, Inputs, Upstream);
        Assert.AreEqual(6 / 8.0, quantizer.Metrics.Get<GradientFlow>()!.Result, 1e-12);
    }

    [TestMethod]
    public void Forward_Alone_MeasuresNothing()
    {
        using var quantizer = new SteSign { Metrics = { new GradientFlow() } };
        QuantizerProbe.Forward(quantizer, Inputs);
        Assert.AreEqual(0, quantizer.Metrics.Get<GradientFlow>()!.Batches);
    }

    [TestMethod]
    public void Result_NothingSeen_IsNaN()
    {
        using var metric = new GradientFlow();
        Assert.IsTrue(double.IsNaN(metric.Result));
    }

    [TestMethod]
    public void Result_BatchesOfSeveralSizes_WeighTheSame()
    {
        using var metric = new GradientFlow();
        Update(metric, 1, 0, 0, 0);
        Update(metric, 1);
        Assert.AreEqual((0.25 + 1) / 2, metric.Result, 1e-12);
        Update(metric, 0, 0, 0);
        Assert.AreEqual(1.25 / 3, metric.Result, 1e-12);
        Assert.AreEqual(3, metric.Batches);
    }

    [TestMethod]
    public void Update_NaNInfinityAndZeros_CountsAllButZeros()
    {
        using var metric = new GradientFlow();
        Update(metric, float.NaN, float.NegativeInfinity, float.Epsilon, 0f, -0f);
        Assert.AreEqual(3 / 5.0, metric.Result, 1e-12);
    }

    // A sum in bfloat16 would stop at 256, one in half precision near 2,048.
    [TestMethod]
    [DataRow(ScalarType.BFloat16)]
    [DataRow(ScalarType.Float16)]
    [DataRow(ScalarType.Float64)]
    public void Update_OtherDtypes_CountsExactly(ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        using var metric = new GradientFlow();
        var gradient = arange(10_000).remainder(3).to(dtype);
        metric.UpdateBackward(gradient, gradient, gradient, gradient);
        Assert.AreEqual(6_666 / 10_000.0, metric.Result, 1e-12);
    }

    [TestMethod]
    public void Update_NoElements_IsPassedOver()
    {
        using var metric = new GradientFlow();
        Update(metric);
        Assert.AreEqual(0, metric.Batches);
    }

    [TestMethod]
    public void Update_EveryThird_MeasuresFirstFourthSeventh()
    {
        using var metric = new GradientFlow { Every = 3 };
        float[] gradients = [1, 0, 0, 1, 0, 0, 0];
        foreach (var gradient in gradients)
            Update(metric, gradient);
        Assert.AreEqual(3, metric.Batches);
        Assert.AreEqual(2 / 3.0, metric.Result, 1e-12);
    }

    [TestMethod]
    public void Reset_InTheMiddle_MeasuresTheNextAgain()
    {
        using var metric = new GradientFlow { Every = 2 };
        Update(metric, 0);
        metric.Reset();
        Assert.IsTrue(double.IsNaN(metric.Result));
        Update(metric, 1);
        Assert.AreEqual(1.0, metric.Result);
    }

    [TestMethod]
    public void Dispose_ThenUpdate_StartsAnew()
    {
        var metric = new GradientFlow();
        Update(metric, 0);
        metric.Dispose();
        Assert.IsTrue(double.IsNaN(metric.Result));
        Update(metric, 1);
        Assert.AreEqual(1.0, metric.Result);
        metric.Dispose();
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(-1)]
    public void Constructor_EveryBelowOne_Throws(int every)
    {
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new GradientFlow { Every = every });
        StringAssert.Contains(error.Message, $"got {every}");
    }

    [TestMethod]
    public void Result_ReadWhileOthersUpdate_IsAlwaysAShare()
    {
        using var metric = new GradientFlow();
        Update(metric, 1, 0);
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
                Update(metric, 1, 0);
            stop.Cancel();
        });
        do
            Assert.AreEqual(0.5, metric.Result, 1e-12);
        while (!stop.IsCancellationRequested);
        writer.Wait();
        Assert.AreEqual(501, metric.Batches);
    }

    private static void Update(GradientFlow metric, params float[] values)
    {
        using var gradient = tensor(values);
        metric.UpdateBackward(gradient, gradient, gradient, gradient);
    }
}
