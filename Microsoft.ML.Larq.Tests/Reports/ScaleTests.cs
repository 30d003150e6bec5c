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
    [DataRow(new[] { double.MaxValue, double.MinValue, double.Epsilon })]
    [DataRow(new[] { double.Epsilon, 2 * double.Epsilon })]
    public void Scales_OfAnyValues_HaveFewTicksAndFinitePlaces(double[] values)
    {
        Scale[] scales = [Scale.Linear(values), Scale.Linear(values, 0, 1), Scale.Logarithmic(values, 1e-5, 1)];
        foreach (var scale in scales)
        {
            Assert.IsTrue(scale.Ticks.Count is >= 2 and <= 12, $"{scale.Ticks.Count} ticks");
            Assert.IsTrue(scale.Ticks.All(tick => double.IsFinite(tick) && scale.At(tick) is >= 0 and <= 1));
            foreach (var value in values.Where(double.IsFinite))
                Assert.IsTrue(scale.At(value) is >= 0 and <= 1, $"{scale.At(value)}");
        }
    }

    [TestMethod]
    public void Linear_WithARange_HasItAndIsWidenedVisibly()
    {
        var usual = Scale.Linear([0.3, 0.4], 0, 1);
        CollectionAssert.AreEqual(new[] { 0, 0.5, 1 }, usual.Ticks.ToArray());
        Assert.IsFalse(usual.IsWidened);
        Assert.IsFalse(Scale.Linear([], 0, 1).IsWidened);
        var widened = Scale.Linear([-0.3, 0.4], 0, 1);
        Assert.IsTrue(widened.IsWidened);
        Assert.IsTrue(widened.Ticks[0] <= -0.3 && widened.Ticks[^1] >= 1);
        Assert.IsTrue(Scale.Linear([1.01], 0, 1).IsWidened);
    }

    // The same axis whatever the values are, so that two pages compare; 0 lies apart from the least power of ten.
    [TestMethod]
    [DataRow(new[] { 0.03, 0.0004, 0 })]
    [DataRow(new[] { 1e-5 })]
    [DataRow(new double[0])]
    [DataRow(new[] { 0.0, double.NaN, double.PositiveInfinity })]
    public void Logarithmic_OfShares_IsFixedAndMarksZeroApart(double[] values)
    {
        var scale = Scale.Logarithmic(values, 1e-5, 1);
        CollectionAssert.AreEqual(
            new[] { 0, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1 }, scale.Ticks.Select(tick => Math.Round(tick, 9)).ToArray());
        Assert.IsFalse(scale.IsWidened);
        Assert.AreEqual(0.0, scale.At(0));
        Assert.AreEqual(0.0, scale.At(-1));
        Assert.IsTrue(scale.IsAtZeroMark(0) && scale.IsAtZeroMark(-1) && !scale.IsAtZeroMark(1e-9));
        Assert.IsGreaterThan(0.05, scale.At(1e-5));
        Assert.AreEqual(1.0, scale.At(1), 1e-9);
        Assert.AreEqual(
            scale.At(1e-4) - scale.At(1e-5), scale.At(1) - scale.At(1e-1), 1e-9);
    }

    [TestMethod]
    [DataRow(3e-8, 1e-8, 1.0)]
    [DataRow(30.0, 1e-5, 100.0)]
    public void Logarithmic_OutsideTheRange_IsWidenedToAPowerOfTen(double value, double low, double high)
    {
        var scale = Scale.Logarithmic([value], 1e-5, 1);
        Assert.IsTrue(scale.IsWidened);
        Assert.AreEqual(high, scale.Ticks[^1], 1e-9 * high);
        Assert.AreEqual(scale.At(low), scale.At(low / 10), 1e-9);
        Assert.IsGreaterThan(scale.At(low), scale.At(value));
    }

    [TestMethod]
    [DataRow(0.1 + 0.2, "0.3")]
    [DataRow(0.0, "0")]
    [DataRow(-5.0, "-5")]
    [DataRow(1e-4, "1E-4")]
    [DataRow(250000.0, "2.5E+5")]
    [DataRow(1e-20, "1E-20")]
    public void Label_OfATick_IsShort(double tick, string wanted) => Assert.AreEqual(wanted, Scale.Label(tick));

    [TestMethod]
    [DataRow(1, new[] { 1 })]
    [DataRow(3, new[] { 1, 2, 3 })]
    [DataRow(10, new[] { 1, 2, 4, 6, 8, 10 })]
    [DataRow(30, new[] { 5, 10, 15, 20, 25, 30 })]
    public void EpochTicks_OfEpochs_AreRound(int epochs, int[] wanted) =>
        CollectionAssert.AreEqual(wanted, EpochTicks.Of(epochs).ToArray());

    [TestMethod]
    public void EpochTicks_OfManyEpochs_StayFew()
    {
        for (var epochs = 1; epochs < 20_000; epochs = (epochs * 5 / 4) + 1)
            Assert.IsTrue(EpochTicks.Of(epochs).Count() is >= 1 and <= 9, $"{epochs}");
    }
}
