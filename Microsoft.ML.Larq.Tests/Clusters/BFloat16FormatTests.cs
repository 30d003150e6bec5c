using System.Runtime.InteropServices;
using Microsoft.ML.Larq.Clusters.Wires;

namespace Microsoft.ML.Larq.Tests.Clusters;

[TestClass]
public class BFloat16FormatTests
{
    // Lengths on both sides of every vector's.
    [TestMethod]
    [DataRow(1)]
    [DataRow(31)]
    [DataRow(4096)]
    public void Write_AnyBits_GivesTheNearestAndReadsItBack(int count)
    {
        var random = new Random(count);
        var numbers = new float[count];
        random.NextBytes(MemoryMarshal.AsBytes(numbers.AsSpan()));
        RequireNearest(numbers);
    }

    // Halfway between two, and the least bit to both sides of it; the ends of the range, zeros, subnormal numbers.
    [TestMethod]
    public void Write_Boundaries_GivesTheNearestOrTheEven()
    {
        var numbers = new List<float>();
        foreach (var high in new uint[] { 0, 1, 2, 0x007F, 0x0080, 0x3F80, 0x3F81, 0x7F7E, 0x7F7F, 0x7F80 })
        {
            foreach (var low in new uint[] { 0, 1, 0x7FFF, 0x8000, 0x8001, 0xFFFF })
            {
                numbers.Add(BitConverter.UInt32BitsToSingle((high << 16) | low));
                numbers.Add(BitConverter.UInt32BitsToSingle((high << 16) | low | 0x8000_0000));
            }
        }

        RequireNearest([.. numbers]);
    }

    [TestMethod]
    [DataRow(2, 35)]
    [DataRow(3, 2)]
    [DataRow(4, 5000)]
    public void Sum_InBFloat16_RoundsEachNumberAndTheSum(int size, int count)
    {
        float[][] own = [.. Enumerable.Range(0, size).Select(rank => Numbers(rank, count))];
        var sums = RanksTests.Run(size, ranks =>
        {
            var numbers = own[ranks.Rank].ToArray();
            ranks.Sum(numbers, inBFloat16: true);
            return numbers;
        });
        for (var i = 0; i < count; i++)
        {
            var expected = Nearest(own[0][i]);
            for (var rank = 1; rank < size; rank++) expected += Nearest(own[rank][i]);
            foreach (var sum in sums) Assert.AreEqual(Nearest(expected), sum[i], $"Number {i}.");
        }
    }

    private static void RequireNearest(float[] numbers)
    {
        var bytes = new byte[2 * numbers.Length];
        BFloat16Format.Only.Write(numbers, bytes);
        var read = new float[numbers.Length];
        BFloat16Format.Only.Read(bytes, read);
        for (var i = 0; i < numbers.Length; i++)
        {
            var expected = Nearest(numbers[i]);
            Assert.AreEqual(
                float.IsNaN(expected) ? "NaN" : BitConverter.SingleToInt32Bits(expected).ToString("X8"),
                float.IsNaN(read[i]) ? "NaN" : BitConverter.SingleToInt32Bits(read[i]).ToString("X8"),
                $"{BitConverter.SingleToInt32Bits(numbers[i]):X8}");
        }
    }

    // In float64: of the multiples of the last place that a fraction of 8 bits has, the nearest, even where two are.
    private static float Nearest(float number)
    {
        if (!float.IsFinite(number) || number == 0) return number;
        var exponent = Math.Max(-126, Math.ILogB(number));
        var place = Math.ScaleB(1, exponent - 7);
        var nearest = Math.Round(number / place, MidpointRounding.ToEven) * place;
        return Math.Abs(nearest) >= Math.ScaleB(1, 128)
            ? MathF.CopySign(float.PositiveInfinity, number)
            : MathF.CopySign((float)nearest, number);
    }

    private static float[] Numbers(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) * MathF.Exp(random.Next(20)))];
    }
}
