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

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Thermometer_BitsOfEachColumn_EqualComparing(string set)
    {
        var kernels = KernelSet.Choose(set);
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            float[] odd = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, 0, float.MaxValue];
            var values = Enumerable.Range(0, random.Next(1, 40))
                .Select(_ => random.Next(3) == 0 ? odd[random.Next(odd.Length)] : random.Next(-3, 4)).ToArray();
            var bits = values.Select(_ => random.Next(random.Next(3) == 0 ? 30 : 3)).ToArray();
            bits[random.Next(bits.Length)]++;
            var thresholds = Enumerable.Range(0, bits.Sum()).Select(_ => random.Next(4) == 0
                ? float.PositiveInfinity
                : random.Next(-3, 4) / 2f).ToArray();
            var expected = new List<float>();
            foreach (var (value, column) in values.Select((value, column) => (value, column)))
            {
                foreach (var threshold in thresholds.Skip(expected.Count).Take(bits[column]).ToArray())
                {
                    // A number never reaches +∞, not even +∞; NaN reaches nothing else that 0 does not.
                    var reaches = threshold == float.PositiveInfinity
                        ? float.IsNaN(value)
                        : (float.IsNaN(value) ? 0 : value) >= threshold;
                    expected.Add(reaches ? 1 : -1);
                }
            }

            var words = new ulong[kernels.Format.WordsOf(thresholds.Length, thresholds.Length)];
            kernels.Thermometer(values, bits, thresholds, words);
            var back = new float[thresholds.Length];
            kernels.Unpack(words, back);
            CollectionAssert.AreEqual(expected, back, $"{set}, seed {seed}");
        }
    }
}
