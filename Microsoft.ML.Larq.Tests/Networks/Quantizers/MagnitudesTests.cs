using Microsoft.ML.Larq.Networks.Quantizers;

namespace Microsoft.ML.Larq.Tests.Networks.Quantizers;

/// <summary>Means of magnitudes, and sums of whole levels, counted by hand.</summary>
[TestClass]
public class MagnitudesTests
{
    [TestMethod]
    public void Mean_BothSigns_IsOfTheMagnitudes() => Assert.AreEqual(2.5, Magnitudes.Mean([1, -2, 3, -4]));

    // In double precision: 2²⁴ and 1 together are no single.
    [TestMethod]
    public void Mean_LargeAndSmall_LosesNone() => Assert.AreEqual(8388608.5, Magnitudes.Mean([1 << 24, -1]));

    [TestMethod]
    public void Means_Rows_AreOfEachColumn()
    {
        float[] rows = [1, -20, 3, -2, 40, 0.5f];
        CollectionAssert.AreEqual(new[] { 1.5f, 30, 1.75f }, Magnitudes.Means(rows, 3));
        CollectionAssert.AreEqual(new[] { 1f, 1, 0.75f }, Magnitudes.Means(rows, 3, limit: 1));
    }

    // A sign is +1 for 0, −0 and NaN.
    [TestMethod]
    public void Scale_Rows_AreSignsTimesTheColumnsNumber()
    {
        var scaled = new float[6];
        Magnitudes.Scale([5, -5, 0, -0f, float.NaN, -1e-30f], [2, 3], scaled);
        CollectionAssert.AreEqual(new float[] { 2, -3, 2, 3, 2, -3 }, scaled);
    }

    // Single precision counts to 2²⁴ and not to the next.
    [TestMethod]
    [DataRow(1, 1L << 24, true)]
    [DataRow(1, (1L << 24) + 1, false)]
    [DataRow(3, 5592405L, true)]
    [DataRow(3, 5592406L, false)]
    [DataRow((1 << 24) - 1, 1L, true)]
    [DataRow((1 << 24) - 1, 2L, false)]
    [DataRow((1 << 24) - 1, 1L << 39, false)]
    public void AreExact_StepsAndDepth_EndsAtTwoToThe24th(int steps, long depth, bool exact) =>
        Assert.AreEqual(exact, IntegerLevels.AreExact(steps, depth));

    [TestMethod]
    [DataRow(-1f, true)]
    [DataRow(0f, true)]
    [DataRow(1f, true)]
    [DataRow(0.5f, false)]
    [DataRow(2f, false)]
    [DataRow(float.NaN, false)]
    public void IsLevel_Pad_IsMinusOneZeroOrOne(float pad, bool isLevel) =>
        Assert.AreEqual(isLevel, IntegerLevels.IsLevel(pad));
}
