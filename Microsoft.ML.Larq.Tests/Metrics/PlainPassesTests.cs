using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Metrics;

/// <summary>The one-pass comparisons, beside what they stand for, one value at a time.</summary>
[TestClass]
public class PlainPassesTests
{
    private static readonly float[] Values = [-1, 1, 0, -0f, 0.5f, -3, float.NaN, float.PositiveInfinity];

    [TestMethod]
    public void CountFlips_EveryLength_IsTheLoop()
    {
        var random = new Random(1);
        for (var length = 0; length <= 70; length++)
        {
            var (now, before) = (Draw(random, length), Draw(random, length));
            var wanted = now.Zip(before).Count(pair => pair.First != pair.Second);
            Assert.AreEqual(wanted, PlainPasses.CountFlips(now, before.AsSpan()), $"{length} values");
            CollectionAssert.AreEqual(now, before);
        }
    }

    [TestMethod]
    public void CountSignFlips_EveryLength_IsTheLoop()
    {
        var random = new Random(4);
        for (var length = 0; length <= 70; length++)
        {
            var latent = Draw(random, length);
            float[] before = [.. Enumerable.Range(0, length).Select(_ => random.Next(2) == 0 ? -1f : 1f)];
            float[] signs = [.. latent.Select(value => value < 0 ? -1f : 1f)];
            var wanted = signs.Zip(before).Count(pair => pair.First != pair.Second);
            Assert.AreEqual(wanted, PlainPasses.CountSignFlips(latent, before.AsSpan()), $"{length} values");
            CollectionAssert.AreEqual(signs, before);
        }
    }

    // From the second pass on the latent values say it all; what has no plain memory gives the same by Torch.
    [TestMethod]
    public void FlipRatio_OfSigns_AsksForThemOnce()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        using var lazy = new FlipRatio();
        using var told = new FlipRatio();
        var metrics = new QuantizerMetrics { lazy };
        var asked = 0;
        for (var pass = 0; pass < 4; pass++)
        {
            var latent = randn(33, 21, generator: generator);
            metrics.Forward(latent, () => Count(latent), isScaledSign: false, isSign: true);
            told.UpdateForward(latent, BinarySign.Of(latent));
        }

        Assert.AreEqual(1, asked);
        Assert.IsTrue(lazy.Result is > 0.4 and < 0.6);
        Assert.AreEqual(told.Result, lazy.Result);

        Tensor Count(Tensor latent)
        {
            asked++;
            return BinarySign.Of(latent);
        }
    }

    [TestMethod]
    public void MarkFlips_EveryLength_IsTheLoop()
    {
        var random = new Random(2);
        for (var length = 0; length <= 140; length++)
        {
            var now = Draw(random, length);
            sbyte[] signs = [.. Enumerable.Range(0, length).Select(_ => (sbyte)random.Next(-1, 3))];
            sbyte[] wanted = [.. now.Zip(signs, (value, sign) =>
                (value > 0 ? 1 : value < 0 ? -1 : 0) == sign ? sign : (sbyte)2)];
            PlainPasses.MarkFlips(now, signs.AsSpan());
            CollectionAssert.AreEqual(wanted, signs, $"{length} values");
        }
    }

    // What does not lie in plain memory is left to Torch, which gives the same.
    [TestMethod]
    public void Metrics_ScatteredAndPlainValues_AgreeWithTorch()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        using var plain = new FlipRatio();
        using var scattered = new FlipRatio();
        using var plainNever = new NeverFlipped();
        using var scatteredNever = new NeverFlipped();
        for (var pass = 0; pass < 5; pass++)
        {
            var values = randint(-1, 2, [33, 21], generator: generator).to(ScalarType.Float32);
            var turned = values.t().contiguous().t();
            Assert.IsFalse(turned.is_contiguous());
            foreach (var (metric, seen) in new (QuantizerMetric, Tensor)[]
                { (plain, values), (plainNever, values), (scattered, turned), (scatteredNever, turned) })
                metric.UpdateForward(seen, seen);
        }

        Assert.IsTrue(plain.Result is > 0.5 and < 0.8);
        Assert.AreEqual(scattered.Result, plain.Result);
        Assert.IsTrue(plainNever.Result is > 0 and < 0.1);
        Assert.AreEqual(scatteredNever.Result, plainNever.Result);
    }

    private static float[] Draw(Random random, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => Values[random.Next(Values.Length)])];
}
