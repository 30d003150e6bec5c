using System.Globalization;

namespace Microsoft.ML.Larq.Tests.Golden;

/// <summary>Single-precision numbers as their bits in hexadecimal digits, separated by spaces.</summary>
internal static class GoldenBits
{
    public static string Write(ReadOnlySpan<float> values)
    {
        var words = new string[values.Length];
        for (var i = 0; i < values.Length; i++)
            words[i] = BitConverter.SingleToUInt32Bits(values[i]).ToString("X8", CultureInfo.InvariantCulture);
        return string.Join(' ', words);
    }

    public static float[] Read(string text) =>
    [
        .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => BitConverter.UInt32BitsToSingle(
            uint.Parse(word, NumberStyles.HexNumber, CultureInfo.InvariantCulture))),
    ];

    /// <summary>Demands the same bits; what is no number may be so in any way.</summary>
    /// <param name="expected">What was written down.</param>
    /// <param name="actual">What came.</param>
    /// <param name="what">Where, for the message.</param>
    /// <param name="allowed">How far they may lie apart where the largest is at most 1, and by its share else.</param>
    public static void AssertSame(
        ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what, double allowed = 0)
    {
        Assert.AreEqual(expected.Length, actual.Length, what);
        for (var i = 0; i < expected.Length; i++)
        {
            var (wanted, came) = (expected[i], actual[i]);
            if (float.IsNaN(wanted) && float.IsNaN(came)) continue;
            if (BitConverter.SingleToUInt32Bits(wanted) == BitConverter.SingleToUInt32Bits(came)) continue;
            var near = allowed > 0 && Math.Abs((double)wanted - came) <= allowed * Math.Max(1, Math.Abs(wanted));
            Assert.IsTrue(near, $"{what}, number {i}: {wanted:R} was written down, got {came:R}.");
        }
    }
}
