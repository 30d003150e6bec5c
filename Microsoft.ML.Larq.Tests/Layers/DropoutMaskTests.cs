using Microsoft.ML.Larq.Layers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Layers;

[TestClass]
public class DropoutMaskTests
{
    // Three places of 16 bits in each number, the lowest first.
    [TestMethod]
    public void Fill_Numbers_AreReadInThrees()
    {
        var mask = new float[5];
        DropoutMask.Fill(mask, [(0x7FFFL << 32) | (0x8000L << 16) | 0xFFFF, 0x8000L << 16], 0.5);
        CollectionAssert.AreEqual(new float[] { 2, 2, 0, 0, 2 }, mask);
    }

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.3)]
    [DataRow(1 - 1e-9)]
    public void Fill_AnyLength_ReadsEveryPlaceAlike(double rate)
    {
        var random = new Random(3);
        var drawn = new long[20];
        for (var i = 0; i < drawn.Length; i++) drawn[i] = random.NextInt64(1L << 48);
        drawn[3] = (1L << 48) - 1;
        drawn[4] = 0;
        var least = Math.Min((long)Math.Round(rate * 65_536), 65_535);
        var kept = (float)(1 / (1 - (rate > 0.99 ? least / 65_536.0 : rate)));
        for (var length = 0; length <= 3 * drawn.Length; length++)
        {
            var mask = new float[length];
            DropoutMask.Fill(mask, drawn.AsSpan(0, (length + 2) / 3), rate);
            for (var i = 0; i < length; i++)
            {
                var place = (drawn[i / 3] >> (16 * (i % 3))) % 65_536;
                Assert.AreEqual(place >= least ? kept : 0, mask[i], $"{i} of {length}");
            }
        }
    }

    [TestMethod]
    [DataRow(0.1)]
    [DataRow(0.3)]
    [DataRow(0.9)]
    public void Fill_ManyValues_KeepTheirShareAtEveryPlace(double rate)
    {
        using var generator = new Generator(5);
        var mask = new float[300_000];
        DropoutMask.Fill(mask, rate, generator);
        for (var place = 0; place < 3; place++)
        {
            var own = mask.Where((_, i) => i % 3 == place).ToArray();
            Assert.AreEqual(rate, own.Count(value => value == 0) / (double)own.Length, 0.006, $"place {place}");
        }

        Assert.AreEqual(1, mask.Average(value => (double)value), 0.02);
        var pairs = mask.Zip(mask.Skip(1)).Count(pair => pair.First == 0 && pair.Second == 0) / 299_999.0;
        Assert.AreEqual(rate * rate, pairs, 0.006, "neighbours fall independently");
    }
}
