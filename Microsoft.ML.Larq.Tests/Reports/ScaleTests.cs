using Microsoft.ML.Larq.Reports;

namespace Microsoft.ML.Larq.Tests.Reports;

[TestClass]
public class ScaleTests
{
    [TestMethod]
    [DataRow(0.0, 1.0, new[] { 0, 0.5, 1 })]
    [DataRow(0.1, 0.9, new[] { 0, 0.2, 0.4, 0.6, 0.8, 1 })]
    [DataRow(-3.0, 7.0, new[] { -5.0, 0, 5, 10 })]
    [DataRow(120.0, 155.0, new[] { 120.0, 130, 140, 150, 160 })]
    public void Linear_OfARange_MarksRoundNumbersAroundIt(double least, double most, double[] wanted)
    {
        var scale = Scale.Linear([most, least, double.NaN]);
        Assert.HasCount(wanted.Length, scale.Ticks);
        for (var i = 0; i < wanted.Length; i++) Assert.AreEqual(wanted[i], scale.Ticks[i], 1e-9);
        Assert.AreEqual((least - wanted[0]) / (wanted[^1] - wanted[0]), scale.At(least), 1e-9);
        Assert.AreEqual(1.0, scale.At(wanted[^1]), 1e-9);
    }

    [TestMethod]
    [DataRow(new double[0])]
    [DataRow(new[] { double.NaN })]
    [DataRow(new[] { 0.0 })]
    [DataRow(new[] { 5.0, 5.0 })]
    [DataRow(new[] { double.PositiveInfinity, -2.0 })]
    [DataRow(new[] { 1e300, -1e300 })]
    [DataRow(new[] { 1e-300 })]
    public void Scales_OfAnyValues_HaveFewTicksAndFinitePlaces(double[] values)
    {
        foreach (var scale in new[] { Scale.Linear(values), Scale.Logarithmic(values) })
        {
            Assert.IsTrue(scale.Ticks.Count is >= 2 and <= 12, $"{scale.Ticks.Count} ticks");
            foreach (var value in values.Where(double.IsFinite))
                Assert.IsTrue(scale.At(value) is >= 0 and <= 1, $"{scale.At(value)}");
        }
    }

    [TestMethod]
    public void Logarithmic_OfShares_MarksPowersOfTen()
    {
        var scale = Scale.Logarithmic([0.03, 0.0004, 0]);
        CollectionAssert.AreEqual(
            new[] { 1e-4, 1e-3, 1e-2, 1e-1 }, scale.Ticks.Select(tick => Math.Round(tick, 9)).ToArray());
        Assert.AreEqual(0.0, scale.At(0));
        Assert.AreEqual(1.0 / 3, scale.At(1e-3), 1e-9);
    }

    [TestMethod]
    public void Logarithmic_OfManyDecades_KeepsTheFourLargest() =>
        Assert.AreEqual(1e-4, Scale.Logarithmic([1, 1e-9]).Ticks[0], 1e-12);

    [TestMethod]
    [DataRow(0.1 + 0.2, "0.3")]
    [DataRow(0.0, "0")]
    [DataRow(-5.0, "-5")]
    [DataRow(1e-4, "1E-4")]
    [DataRow(250000.0, "2.5E+5")]
    public void Label_OfATick_IsShort(double tick, string wanted) => Assert.AreEqual(wanted, Scale.Label(tick));

    [TestMethod]
    [DataRow(1, new[] { 1 })]
    [DataRow(3, new[] { 1, 2, 3 })]
    [DataRow(10, new[] { 1, 2, 4, 6, 8, 10 })]
    [DataRow(30, new[] { 5, 10, 15, 20, 25, 30 })]
    public void EpochTicks_OfEpochs_AreRound(int epochs, int[] wanted) =>
        CollectionAssert.AreEqual(wanted, LineChart.EpochTicks(epochs).ToArray());

    [TestMethod]
    public void EpochTicks_OfManyEpochs_StayFew()
    {
        for (var epochs = 1; epochs < 20_000; epochs = (epochs * 5 / 4) + 1)
            Assert.IsTrue(LineChart.EpochTicks(epochs).Count() is >= 1 and <= 9, $"{epochs}");
    }
}
