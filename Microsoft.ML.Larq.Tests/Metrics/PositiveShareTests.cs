using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Metrics;

[TestClass]
public class PositiveShareTests
{
    // By hand: 2 of 4, then 1 of 2; every batch weighs the same.
    [TestMethod]
    public void Result_OfTwoBatches_IsTheMeanOfTheirShares()
    {
        using var metric = new PositiveShare();
        Assert.IsTrue(double.IsNaN(metric.Result));
        Update(metric, [1, -1, 1, -1]);
        Assert.AreEqual(0.5, metric.Result);
        Update(metric, [1, 1]);
        Assert.AreEqual(0.75, metric.Result);
        metric.Reset();
        Assert.IsTrue(double.IsNaN(metric.Result));
        Update(metric, []);
        Assert.IsTrue(double.IsNaN(metric.Result));
        Update(metric, [0, -1, 1, 0]);
        Assert.AreEqual(0.25, metric.Result);
    }

    // sign(0) = +1: seen of a quantizer, in training, where nothing needs a gradient as well.
    [TestMethod]
    public void Result_OfASign_CountsZeroAsPositive()
    {
        using var quantizer = new SteSign();
        quantizer.Metrics.Add(new PositiveShare());
        using var x = tensor(new[] { 0f, -0.5f, 3, 0, -2 });
        quantizer.train();
        quantizer.call(x).Dispose();
        Assert.AreEqual(0.6, quantizer.Metrics.Get<PositiveShare>()!.Result, 1e-12);
        quantizer.eval();
        using var negative = tensor(new[] { -1f });
        quantizer.call(negative).Dispose();
        Assert.AreEqual(0.6, quantizer.Metrics.Get<PositiveShare>()!.Result, 1e-12);
    }

    private static void Update(PositiveShare metric, float[] output)
    {
        using var values = tensor(output);
        metric.UpdateForward(values, values);
    }
}
