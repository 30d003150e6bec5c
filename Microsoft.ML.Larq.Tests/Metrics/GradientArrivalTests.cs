using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Metrics;

[TestClass]
public class GradientArrivalTests
{
    // By hand: 3 of 4 arrive in the first batch, 1 of 2 in the second.
    [TestMethod]
    public void Result_OfTwoBatches_IsTheMeanOfTheirShares()
    {
        using var metric = new GradientArrival();
        Assert.IsTrue(double.IsNaN(metric.Result));
        Update(metric, [1, 0, float.NaN, -1e-30f]);
        Assert.AreEqual(0.75, metric.Result);
        Update(metric, [0, 5]);
        Assert.AreEqual(0.625, metric.Result);
        Update(metric, []);
        Assert.AreEqual(0.625, metric.Result);
        metric.Reset();
        Assert.IsTrue(double.IsNaN(metric.Result));
    }

    // The two faults that flow alone cannot tell apart: 0 leaves in both.
    [TestMethod]
    public void Result_BesideTheFlow_TellsAClosedWindowFromALostGradient()
    {
        using var scope = NewDisposeScope();
        Assert.AreEqual((1.0, 0.0), Measured([5, -7, 9, 2], [1, 1, 1, 1]));
        Assert.AreEqual((0.0, 0.0), Measured([0.5f, -0.7f, 0.9f, 0.2f], [0, 0, 0, 0]));
        Assert.AreEqual((0.5, 0.25), Measured([0.5f, 7, 0.9f, 0.2f], [1, 1, 0, 0]));
    }

    private static (double Arrival, double Flow) Measured(float[] input, float[] upstream)
    {
        using var quantizer = new SteSign();
        quantizer.Metrics.Add(new GradientArrival());
        quantizer.Metrics.Add(new GradientFlow());
        quantizer.call(tensor(input, requires_grad: true)).mul(tensor(upstream)).sum().backward();
        return (quantizer.Metrics.Get<GradientArrival>()!.Result, quantizer.Metrics.Get<GradientFlow>()!.Result);
    }

    private static void Update(GradientArrival metric, float[] upstream)
    {
        using var values = tensor(upstream);
        using var nothing = zeros_like(values);
        metric.UpdateBackward(nothing, nothing, values, nothing);
    }
}
