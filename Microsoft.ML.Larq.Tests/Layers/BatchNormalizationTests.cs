using Microsoft.ML.Larq.Layers;
using TorchSharp;
using static Microsoft.ML.Larq.Tests.Layers.TestTensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Layers;

[TestClass]
public class BatchNormalizationTests
{
    private const int Channels = 5;

    [TestMethod]
    [DataRow(true, true, 2)]
    [DataRow(true, true, 4)]
    [DataRow(false, true, 2)]
    [DataRow(false, true, 4)]
    [DataRow(true, false, 2)]
    [DataRow(true, false, 4)]
    [DataRow(false, false, 2)]
    [DataRow(false, false, 4)]
    public void Forward_Evaluation_EqualsFloatArithmeticBitForBit(bool center, bool scale, int axes)
    {
        using var scope = NewDisposeScope();
        using var layer = Filled(new BatchNormalization(Channels, epsilon: 1.5e-3f, center: center, scale: scale));
        layer.eval();
        int[] shape = axes == 2 ? [203, Channels] : [7, Channels, 6, 11];
        var x = Uniform(1, shape.Product(), -50, 50);
        var (mean, variance) = (layer.MovingMean.Values(), layer.MovingVariance.Values());
        var (gamma, beta) = (layer.Gamma?.Values(), layer.Beta?.Values());
        var expected = new float[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var c = axes == 2 ? i % Channels : i / 66 % Channels;
            var a = (gamma?[c] ?? 1f) / MathF.Sqrt(variance[c] + 1.5e-3f);
            var shift = mean[c] * a;
            var b = (beta?[c] ?? 0f) - shift;
            var product = x[i] * a;
            expected[i] = product + b;
        }

        CollectionAssert.AreEqual(expected, layer.call(Shaped(x, shape)).Values());
    }

    [TestMethod]
    [DataRow(true, true, 2)]
    [DataRow(false, true, 4)]
    [DataRow(true, false, 4)]
    [DataRow(false, false, 2)]
    public void Forward_Training_NormalizesAndMovesStatistics(bool center, bool scale, int axes)
    {
        using var scope = NewDisposeScope();
        using var layer = Filled(
            new BatchNormalization(Channels, momentum: 0.9f, epsilon: 0.01f, center: center, scale: scale));
        var (oldMean, oldVariance) = (layer.MovingMean.Values(), layer.MovingVariance.Values());
        int[] shape = axes == 2 ? [9, Channels] : [3, Channels, 2, 4];
        var x = Uniform(1, shape.Product(), -3, 5);
        var y = layer.call(Shaped(x, shape)).Values();
        for (var c = 0; c < Channels; c++)
        {
            var mine = Enumerable.Range(0, x.Length).Where(i => Channel(i, shape) == c).ToArray();
            var (mean, deviations) = Moments(mine.Select(i => (double)x[i]));
            foreach (var i in mine)
            {
                var normal = (x[i] - mean) / Math.Sqrt((deviations / mine.Length) + 0.01);
                var expected = (normal * (layer.Gamma?.Values()[c] ?? 1)) + (layer.Beta?.Values()[c] ?? 0);
                Assert.AreEqual(expected, y[i], 1e-5);
            }

            Assert.AreEqual((0.9 * oldMean[c]) + (0.1 * mean), layer.MovingMean.Values()[c], 1e-5);
            var unbiased = deviations / (mine.Length - 1);
            Assert.AreEqual((0.9 * oldVariance[c]) + (0.1 * unbiased), layer.MovingVariance.Values()[c], 1e-5);
        }
    }

    // The gradient to the input sums to 0 over each channel and is orthogonal to it; to β it is the upstream's sum.
    [TestMethod]
    [DataRow(true, true)]
    [DataRow(false, true)]
    [DataRow(true, false)]
    [DataRow(false, false)]
    public void Backward_Training_HasTheIdentitiesOfNormalization(bool center, bool scale)
    {
        using var scope = NewDisposeScope();
        using var layer = Filled(new BatchNormalization(Channels, epsilon: 1e-12f, center: center, scale: scale));
        var x = Shaped(Uniform(1, 16 * Channels, -3, 5), 16, Channels).requires_grad_(true);
        var upstream = Shaped(Uniform(2, 16 * Channels, -1, 1), 16, Channels);
        layer.call(x).backward([upstream]);
        AssertClose(new double[Channels], x.grad!.sum([0]).Values(), 1e-4);
        AssertClose(new double[Channels], (x.grad! * x.detach()).sum([0]).Values(), 1e-4);
        Assert.IsGreaterThan(0.01f, x.grad!.abs().max().item<float>());
        if (center)
            AssertClose(upstream.sum([0]).Values().Doubles(), layer.Beta!.grad!.Values(), 1e-5);
        Assert.AreEqual(scale, layer.Gamma?.grad is not null);
    }

    [TestMethod]
    public void Forward_TrainingOneValuePerChannel_HasVarianceZero()
    {
        using var scope = NewDisposeScope();
        using var layer = Filled(new BatchNormalization(Channels, momentum: 0.5f));
        var (mean, variance) = (layer.MovingMean.Values(), layer.MovingVariance.Values());
        var x = Uniform(1, Channels, -3, 5);
        AssertClose(layer.Beta!.Values().Doubles(), layer.call(Shaped(x, 1, Channels)).Values(), 1e-6);
        AssertClose([.. x.Zip(mean, (v, m) => (v + m) / 2.0)], layer.MovingMean.Values(), 1e-6);
        AssertClose([.. variance.Select(v => v / 2.0)], layer.MovingVariance.Values(), 1e-6);
    }

    [TestMethod]
    public void StateDict_Names_AreKeras()
    {
        using var layer = new BatchNormalization(3);
        CollectionAssert.AreEquivalent(
            new[] { "gamma", "beta", "moving_mean", "moving_variance" }, layer.state_dict().Keys.ToArray());
        Assert.AreEqual(2, layer.parameters().Count());
    }

    [TestMethod]
    public void To_OtherDtype_MovesStatisticsToo()
    {
        using var scope = NewDisposeScope();
        using var layer = new BatchNormalization(2);
        layer.to(ScalarType.Float64);
        layer.eval();
        Assert.AreEqual(ScalarType.Float64, layer.MovingVariance.dtype);
        Assert.AreEqual(ScalarType.Float64, layer.call(ones(3, 2, ScalarType.Float64)).dtype);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Forward_OtherShape_ThrowsNamingBoth(bool training)
    {
        using var layer = new BatchNormalization(3, name: "bn_2");
        layer.train(training);
        using var x = zeros(4, 2);
        var message = Assert.ThrowsExactly<ArgumentException>(() => layer.call(x)).Message;
        StringAssert.Contains(message, "'bn_2'");
        StringAssert.Contains(message, "(rows, 3)");
        StringAssert.Contains(message, "(4, 2)");
    }

    [TestMethod]
    public void Constructor_BadArguments_AreRefusedByName()
    {
        Refused("channels", () => new BatchNormalization(0));
        Refused("momentum", () => new BatchNormalization(1, momentum: 1.5f));
        Refused("momentum", () => new BatchNormalization(1, momentum: float.NaN));
        Refused("epsilon", () => new BatchNormalization(1, epsilon: 0));
        Refused("epsilon", () => new BatchNormalization(1, epsilon: float.PositiveInfinity));

        static void Refused(string what, Func<BatchNormalization> create) => StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => create()).Message, what);
    }

    internal static int Channel(int index, int[] shape) =>
        index / shape.Skip(2).Product() % shape[1];

    // .NET's root and division are IEEE 754's, rounded once; the packed engine computes with them.
    [TestMethod]
    public void Forward_InEvaluation_RoundsEveryOperationOnce()
    {
        const int Many = 4096;
        using var scope = NewDisposeScope();
        using var layer = new BatchNormalization(Many, scale: false);
        var (mean, variance, beta) = (Uniform(1, Many, -3, 3), Uniform(2, Many, 0, 9), Uniform(3, Many, -3, 3));
        layer.MovingMean.Set(mean);
        layer.MovingVariance.Set(variance);
        layer.Beta!.Set(beta);
        layer.eval();
        var expected = new float[Many];
        for (var i = 0; i < Many; i++)
        {
            var a = 1 / MathF.Sqrt(variance[i] + 1e-3f);
            var shift = mean[i] * a;
            var b = beta[i] - shift;
            var product = 5f * a;
            expected[i] = product + b;
        }

        CollectionAssert.AreEqual(expected, layer.call(full([1, Many], 5f)).Values());
    }

    internal static (double Mean, double Deviations) Moments(IEnumerable<double> values)
    {
        var all = values.ToArray();
        var mean = all.Average();
        return (mean, all.Sum(v => (v - mean) * (v - mean)));
    }

    private static BatchNormalization Filled(BatchNormalization layer)
    {
        layer.MovingMean.Set(Uniform(21, Channels, -4, 4));
        layer.MovingVariance.Set(Uniform(22, Channels, 0.01f, 9));
        layer.Gamma?.Set(Uniform(23, Channels, -2, 2));
        layer.Beta?.Set(Uniform(24, Channels, -2, 2));
        return layer;
    }
}
