using Microsoft.ML.Larq.Layers;
using static Microsoft.ML.Larq.Tests.Layers.BatchNormalizationTests;
using static Microsoft.ML.Larq.Tests.Layers.TestTensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Layers;

[TestClass]
public class ReestimationTests
{
    private const int Channels = 4;

    // Rows per batch; a far mean (1,000) and a batch of one row would break sums of squares and unbiased variances.
    [TestMethod]
    [DataRow(new[] { 40 }, 2)]
    [DataRow(new[] { 40 }, 4)]
    [DataRow(new[] { 16, 16, 7 }, 4)]
    [DataRow(new[] { 16, 1, 16, 7 }, 2)]
    [DataRow(new[] { 1, 1, 1 }, 2)]
    [DataRow(new[] { 1 }, 2)]
    public void EndReestimation_AnyBatches_GivesExactMeanAndVariance(int[] batches, int axes)
    {
        using var scope = NewDisposeScope();
        using var layer = new BatchNormalization(Channels);
        var seen = Enumerable.Range(0, Channels).Select(_ => new List<double>()).ToArray();
        layer.BeginReestimation();
        for (var b = 0; b < batches.Length; b++)
        {
            int[] shape = axes == 2 ? [batches[b], Channels] : [batches[b], Channels, 3, 2];
            var x = Uniform(b, shape.Product(), 999 + b, 1001 + (2 * b));
            for (var i = 0; i < x.Length; i++)
                seen[Channel(i, shape)].Add(x[i]);
            using var noGrad = no_grad();
            layer.call(Shaped(x, shape));
        }

        CollectionAssert.AreEqual(new float[Channels], layer.MovingMean.Values());
        layer.EndReestimation();
        for (var c = 0; c < Channels; c++)
        {
            var (mean, deviations) = Moments(seen[c]);

            // A batch's own mean is a float32 sum, whose rounding depends on how many threads share it: n·2⁻²⁴ at most.
            Assert.AreEqual(mean, layer.MovingMean.Values()[c], 1e-6 * mean);
            var variance = deviations / Math.Max(1, seen[c].Count - 1);
            Assert.AreEqual(variance, layer.MovingVariance.Values()[c], 1e-3 * variance);
        }
    }

    [TestMethod]
    public void EndReestimation_OneBatch_MakesEvaluationStandardized()
    {
        using var scope = NewDisposeScope();
        using var layer = new BatchNormalization(Channels, epsilon: 1e-9f);
        var x = Shaped(Uniform(1, 50 * Channels, -1, 7), 50, Channels);
        layer.BeginReestimation();
        layer.call(x);
        layer.EndReestimation();
        layer.eval();
        var y = layer.call(x);
        AssertClose(new double[Channels], y.mean([0]).Values(), 1e-5);
        AssertClose([1, 1, 1, 1], y.var([0]).Values(), 1e-5);
    }

    [TestMethod]
    public void Forward_InEvaluation_IsNotPooled()
    {
        using var scope = NewDisposeScope();
        using var layer = new BatchNormalization(Channels);
        layer.BeginReestimation();
        layer.eval();
        layer.call(ones(5, Channels));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(layer.EndReestimation).Message, "no forward");
    }

    [TestMethod]
    public void BeginReestimation_Again_StartsAnew()
    {
        using var scope = NewDisposeScope();
        using var layer = new BatchNormalization(Channels);
        layer.BeginReestimation();
        layer.call(full([5, Channels], 100f));
        layer.BeginReestimation();
        layer.call(full([5, Channels], 2f));
        layer.EndReestimation();
        AssertClose([2, 2, 2, 2], layer.MovingMean.Values(), 0);
        AssertClose([0, 0, 0, 0], layer.MovingVariance.Values(), 0);
    }

    [TestMethod]
    public void EndReestimation_Done_TrainingMovesStatisticsAgain()
    {
        using var scope = NewDisposeScope();
        using var layer = new BatchNormalization(Channels, momentum: 0);
        layer.BeginReestimation();
        layer.call(ones(5, Channels));
        layer.EndReestimation();
        layer.call(full([5, Channels], 3f));
        AssertClose([3, 3, 3, 3], layer.MovingMean.Values(), 1e-6);
    }

    [TestMethod]
    public void EndReestimation_WithoutBegin_Throws()
    {
        using var layer = new BatchNormalization(Channels, name: "bn_9");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(layer.EndReestimation).Message, "'bn_9'");
    }
}
