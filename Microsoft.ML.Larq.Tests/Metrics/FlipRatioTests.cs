using Microsoft.ML.Larq.Metrics;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Metrics;

[TestClass]
public class FlipRatioTests
{
    // Larq's own test of the metric: update, total, count, result.
    [TestMethod]
    public void Update_LarqSequence_GivesTotalCountAndResult()
    {
        using var metric = new FlipRatio();
        Assert.AreEqual((0.0, 0L, 0.0), State(metric));
        Update(metric, 1, 1);
        Assert.AreEqual((0.0, 1L, 0.0), State(metric));
        Update(metric, 2, 2);
        Assert.AreEqual((1.0, 2L, 1.0), State(metric));
        Update(metric, 1, 2);
        Assert.AreEqual((1.5, 3L, 0.75), State(metric));
    }

    // Derived from Larq's definition; the second row with a reset before the fourth update.
    [TestMethod]
    [DataRow(-1, new[] { 0, 0.25, 0.375, 1 / 3.0, 0.25 })]
    [DataRow(3, new[] { 0, 0.25, 0.375, 0, 0 })]
    public void Update_SequenceWithReset_GivesGoldenResults(int resetBefore, double[] expected)
    {
        float[][] sequence = [[1, 1, -1, -1], [1, -1, -1, -1], [1, -1, 1, 1], [-1, -1, 1, 1], [-1, -1, 1, 1]];
        using var metric = new FlipRatio();
        for (var i = 0; i < sequence.Length; i++)
        {
            if (i == resetBefore)
                metric.Reset();
            Update(metric, sequence[i]);
            Assert.AreEqual(expected[i], metric.Result, 1e-12, $"update {i + 1}");
        }
    }

    [TestMethod]
    public void Update_ValuesBelowOne_AreNotTruncated()
    {
        using var metric = new FlipRatio();
        Update(metric, 0.5f, -0.5f, 0.5f, 0.5f);
        Update(metric, -0.5f, -0.5f, 0.5f, 0.25f);
        Assert.AreEqual(0.5, metric.Result);
    }

    [TestMethod]
    public void Update_TensorChangedInPlaceLater_ComparesWithWhatItWas()
    {
        using var metric = new FlipRatio();
        using var weights = ones(4);
        metric.UpdateForward(weights, weights);
        weights.neg_();
        metric.UpdateForward(weights, weights);
        Assert.AreEqual(1.0, metric.Result);
    }

    [TestMethod]
    public void Update_OtherDtype_ComparesValues()
    {
        using var metric = new FlipRatio();
        Update(metric, 1, -1);
        using var doubles = tensor(new[] { 1.0, 1.0 });
        metric.UpdateForward(doubles, doubles);
        Assert.AreEqual(0.5, metric.Result);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Update_OtherShape_ThrowsNamingBoth(bool reset)
    {
        using var metric = new FlipRatio();
        using var first = zeros(2, 3);
        using var second = zeros(3, 2);
        metric.UpdateForward(first, first);
        if (reset)
            metric.Reset();
        var error = Assert.ThrowsExactly<ArgumentException>(() => metric.UpdateForward(second, second));
        StringAssert.Contains(error.Message, "(2, 3)");
        StringAssert.Contains(error.Message, "(3, 2)");
    }

    [TestMethod]
    public void Update_InADisposeScope_OutlivesIt()
    {
        using var metric = new FlipRatio();
        for (var i = 0; i < 3; i++)
        {
            using var scope = NewDisposeScope();
            metric.UpdateForward(ones(2) * (i == 1 ? -1 : 1), ones(2) * (i == 1 ? -1 : 1));
        }

        Assert.AreEqual(1.0, metric.Result);
    }

    [TestMethod]
    public void Dispose_ThenUpdate_StartsAnew()
    {
        var metric = new FlipRatio();
        Update(metric, 1, 1);
        metric.Dispose();
        metric.Dispose();
        Assert.AreEqual((0.0, 0L, 0.0), State(metric));
        Update(metric, 1, 1, 1);
        Update(metric, 1, 1, -1);
        Assert.AreEqual(1 / 3.0, metric.Result, 1e-12);
        metric.Dispose();
    }

    private static (double Total, long Count, double Result) State(FlipRatio metric) =>
        (metric.Total, metric.Count, metric.Result);

    private static void Update(FlipRatio metric, params float[] values)
    {
        using var next = tensor(values);
        metric.UpdateForward(next, next);
    }
}
