using System.Runtime.InteropServices;
using Microsoft.ML.Larq.Packed.Sets;

namespace Microsoft.ML.Larq.Tests.Packed.Kernels;

/// <summary>Numbers to signs and back, for every available kernel, bit by bit.</summary>
[TestClass]
public class SignsTests
{
    private static readonly float[] Odd =
        [0f, -0f, float.NaN, -float.NaN, float.Epsilon, -float.Epsilon, float.PositiveInfinity, float.NegativeInfinity];

    public static IEnumerable<object[]> Sets => KernelSet.Available.Select(set => new object[] { set.Name });

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Pack_EveryLengthTo300_IsNegativeBitsAndNothingElse(string set)
    {
        var kernels = KernelSet.Choose(set);
        for (var run = 1; run <= 300; run++)
        {
            var random = new Random(run);
            var values = Enumerable.Range(0, 3 * run)
                .Select(_ => random.Next(3) == 0 ? Odd[random.Next(Odd.Length)] : random.Next(-2, 3)).ToArray();
            var words = new ulong[kernels.Format.WordsOf(values.Length, run)];
            kernels.Pack(values, run, words);
            var runBytes = kernels.Format.RunBytes(run);
            var expected = new byte[3 * runBytes];
            for (var i = 0; i < values.Length; i++)
            {
                var at = ((i / run) * runBytes) + (i % run / 8);
                if (values[i] < 0) expected[at] |= (byte)(1 << (i % run % 8));
            }

            CollectionAssert.AreEqual(
                expected, MemoryMarshal.AsBytes(words.AsSpan())[..expected.Length].ToArray(), $"{set}, {run}");
            var back = new float[run];
            kernels.Unpack(words, back);
            CollectionAssert.AreEqual(values[..run].Select(x => x < 0 ? -1f : 1f).ToArray(), back, $"{set}, {run}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Thermometer_EveryNumberOfBits_EqualsComparing(string set)
    {
        var kernels = KernelSet.Choose(set);
        for (var bits = 1; bits <= 70; bits++)
        {
            float[] values = [1, float.NaN, -0f, float.PositiveInfinity, float.NegativeInfinity];
            var thresholds = Enumerable.Range(0, values.Length * bits).Select(i => (i % 5) - 2f).ToArray();
            thresholds[^1] = float.NaN;
            var words = new ulong[kernels.Format.WordsOf(thresholds.Length, thresholds.Length)];
            kernels.Thermometer(values, thresholds, words);
            var back = new float[thresholds.Length];
            kernels.Unpack(words, back);
            CollectionAssert.AreEqual(
                thresholds.Select((threshold, i) => values[i / bits] >= threshold ? 1f : -1f).ToArray(), back);
        }
    }
}
