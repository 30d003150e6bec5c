namespace Microsoft.ML.Larq.Tests.Packed.Kernels;

/// <summary>Every width that the machine has, against plain loops.</summary>
[TestClass]
public class VectorWidthTests
{
    public static IEnumerable<object[]> Names => Widths.Available.Select(width => new object[] { width.Name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Widen_Counts_AreTheSameNumbers(string name)
    {
        var width = Named(name);
        byte[] bytes = [0, 1, 127, 128, 129, 254, 255, 3, 4, 5, 6, 7, 8, 200, 201, 202];
        ushort[] words = [0, 1, 127, 128, 255, 256, 32767, 32768, 32769, 65534, 65535, 7, 8, 9, 10, 11];
        foreach (var atOnce in new[] { false, true })
        {
            CollectionAssert.AreEqual(bytes.Select(count => (int)count).ToArray(), width.Widen(bytes, atOnce));
            CollectionAssert.AreEqual(words.Select(count => (int)count).ToArray(), width.Widen(words, atOnce));
        }
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Bits_EveryPatternOfEight_IsItsNumber(string name)
    {
        var width = Named(name);
        for (var pattern = 0u; pattern < 256; pattern++)
        {
            var lanes = Enumerable.Range(0, 8).Select(i => (pattern >> i & 1) != 0 ? -1 : 0).ToArray();
            Assert.AreEqual(pattern, width.Bits(lanes));
        }
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Negative64_OddNumbers_AreThoseBelowZero(string name)
    {
        var width = Named(name);
        float[] odd = [0f, -0f, float.NaN, -float.NaN, 1, -1, float.Epsilon, -float.Epsilon,
            float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue];
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var numbers = Enumerable.Range(0, 64).Select(_ => odd[random.Next(odd.Length)]).ToArray();
            var expected = 0UL;
            for (var i = 0; i < 64; i++) expected |= (numbers[i] < 0 ? 1UL : 0) << i;
            Assert.AreEqual(expected, width.Negative64(numbers), $"seed {seed}");
        }
    }

    private static TestedWidth Named(string name) => Widths.Available.Single(width => width.Name == name);
}
