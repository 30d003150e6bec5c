using Microsoft.ML.Larq.Networks.Summary;

namespace Microsoft.ML.Larq.Tests.Networks.Summary;

[TestClass]
public class SummaryFormatTests
{
    // Larq's own list (larq 0.13.3, utils_test): 2^i bits for i = 0 … 43.
    private static readonly string[] PowersOfTwo =
    [
        "0.12 B", "0.25 B", "0.50 B", "1.00 B", "2.00 B", "4.00 B", "8.00 B", "16.00 B", "32.00 B", "64.00 B",
        "128.00 B", "256.00 B", "512.00 B", "1.00 KiB", "2.00 KiB", "4.00 KiB", "8.00 KiB", "16.00 KiB", "32.00 KiB",
        "64.00 KiB", "128.00 KiB", "256.00 KiB", "512.00 KiB", "1.00 MiB", "2.00 MiB", "4.00 MiB", "8.00 MiB",
        "16.00 MiB", "32.00 MiB", "64.00 MiB", "128.00 MiB", "256.00 MiB", "512.00 MiB", "1.00 GiB", "2.00 GiB",
        "4.00 GiB", "8.00 GiB", "16.00 GiB", "32.00 GiB", "64.00 GiB", "128.00 GiB", "256.00 GiB", "512.00 GiB",
        "1,024.00 GiB",
    ];

    [TestMethod]
    public void Memory_OfPowersOfTwo_IsLarqs() => CollectionAssert.AreEqual(
        PowersOfTwo, Enumerable.Range(0, 44).Select(i => SummaryFormat.Memory(1L << i)).ToArray());

    // 999, 999.6, 999500 and 1e16 are Larq's (larq 0.13.3, models_test); the others are each side of a boundary.
    [TestMethod]
    [DataRow(0.0, "0")]
    [DataRow(7.0, "7")]
    [DataRow(999.0, "999")]
    [DataRow(999.4, "999")]
    [DataRow(999.6, "1 k")]
    [DataRow(1226.0, "1.23 k")]
    [DataRow(999499.0, "999 k")]
    [DataRow(999500.0, "1 M")]
    [DataRow(1.5e9, "1.5 B")]
    [DataRow(2e12, "2 T")]
    [DataRow(9.99e14, "999 T")]
    [DataRow(1e15, "1.00E+15")]
    [DataRow(1e16, "1.00E+16")]
    public void Count_OfANumber_HasThreeDigitsAndAUnit(double value, string wanted) =>
        Assert.AreEqual(wanted, SummaryFormat.Count(value));

    [TestMethod]
    [DataRow(0L, "0")]
    [DataRow(1L, "0.00")]
    [DataRow(8192L, "1.00")]
    public void Kibibytes_OfBits_HasTwoDecimalsOrZero(long bits, string wanted) =>
        Assert.AreEqual(wanted, SummaryFormat.Kibibytes(bits));
}
