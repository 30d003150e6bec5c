using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Metrics;

/// <summary>ReSTE's two figures: by hand, and against the estimators as formulas.</summary>
[TestClass]
public class EstimatorMetricsTests
{
    // |g| = 1, 3, 2, 2: mean 2, squares of the differences 1 + 1 + 0 + 0, over 3. Then |g| = 5 alone.
    [TestMethod]
    public void GradientInstability_OfTwoBatches_IsTheMeanOfTheirVariances()
    {
        using var metric = new GradientInstability();
        Assert.IsTrue(double.IsNaN(metric.Result));
        Update(metric, [0, 0, 0, 0], [0, 0, 0, 0], [1, 1, 1, 1], [1, -3, 2, -2]);
        Assert.AreEqual(2.0 / 3, metric.Result, 1e-12);
        Update(metric, [0], [0], [1], [5]);
        Assert.AreEqual(1.0 / 3, metric.Result, 1e-12);
        metric.Reset();
        Assert.IsTrue(double.IsNaN(metric.Result));
    }

    // Slope 1 everywhere: f(x) = x. Differences to q: 1, 0.5, 0.5, 1; the value at which nothing arrives counts not.
    [TestMethod]
    public void FittingError_OfTheIdentity_IsThisByHand()
    {
        using var metric = new FittingError();
        Assert.IsTrue(double.IsNaN(metric.Result));
        Update(
            metric, [2, -0.5f, 0.5f, -2, 9], [1, -1, 1, -1, 1], [1, 2, -1, 0.5f, 0], [1, 2, -1, 0.5f, 0]);
        Assert.AreEqual(Math.Sqrt((1 + 0.25 + 0.25 + 1) / 4), metric.Result, 1e-9);
        metric.Reset();
        Update(metric, [1], [1], [0], [0]);
        Assert.IsTrue(double.IsNaN(metric.Result));
    }

    // All values on one side of 0: the slope of the nearest leads there. f(1) = 1, f(3) = 3, q = 1.
    [TestMethod]
    public void FittingError_OfValuesOnOneSide_StartsFromZeroAllTheSame()
    {
        using var metric = new FittingError();
        Update(metric, [3, 1], [1, 1], [1, 1], [1, 1]);
        Assert.AreEqual(Math.Sqrt(4 / 2.0), metric.Result, 1e-9);
    }

    [TestMethod]
    [DataRow("ste_sign")]
    [DataRow("approx_sign")]
    [DataRow("ste_tern")]
    public void FittingError_OfAQuantizer_IsThatOfItsEstimatorsFormula(string name)
    {
        var random = new Random(7);
        float[] values = [.. Enumerable.Range(0, 4000).Select(_ => (float)((random.NextDouble() * 3) - 1.5))];
        using QuantizerModule quantizer = name switch
        {
            "ste_sign" => new SteSign(),
            "approx_sign" => new ApproxSign(),
            _ => new SteTern(),
        };
        quantizer.Metrics.Add(new FittingError());
        using var scope = NewDisposeScope();
        var factors = tensor(values.Select((_, i) => (i % 5) - 1.5f).ToArray());
        quantizer.call(tensor(values, requires_grad: true)).mul(factors).sum().backward();
        double Estimator(double x) => name == "approx_sign" && Math.Abs(x) < 1
            ? x * (2 - Math.Abs(x))
            : Math.Clamp(x, -1, 1);
        double Quantized(double x) => name == "ste_tern" && Math.Abs(x) < 0.05 ? 0 : x >= 0 ? 1 : -1;
        var wanted = Math.Sqrt(values.Average(x => Math.Pow(Estimator(x) - Quantized(x), 2)));
        Assert.AreEqual(wanted, quantizer.Metrics.Get<FittingError>()!.Result, 1e-3);
    }

    private static void Update(QuantizerMetric metric, float[] x, float[] q, float[] upstream, float[] gradient)
    {
        using var scope = NewDisposeScope();
        metric.UpdateBackward(tensor(x), tensor(q), tensor(upstream), tensor(gradient));
    }
}
