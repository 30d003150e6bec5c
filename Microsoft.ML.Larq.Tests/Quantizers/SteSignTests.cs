using Microsoft.ML.Larq.Quantizers;
using static Microsoft.ML.Larq.Tests.Quantizers.QuantizerProbe;

namespace Microsoft.ML.Larq.Tests.Quantizers;

[TestClass]
public class SteSignTests
{
    // Computed from Larq's formulas: x, sign(x), pseudo-gradient with clip 1.
    [TestMethod]
    [DataRow(-2f, -1f, 0f)]
    [DataRow(-1.25f, -1f, 0f)]
    [DataRow(-1f, -1f, 1f)]
    [DataRow(-0.75f, -1f, 1f)]
    [DataRow(-0.5f, -1f, 1f)]
    [DataRow(-0.05f, -1f, 1f)]
    [DataRow(-0.04f, -1f, 1f)]
    [DataRow(0f, 1f, 1f)]
    [DataRow(0.04f, 1f, 1f)]
    [DataRow(0.05f, 1f, 1f)]
    [DataRow(0.25f, 1f, 1f)]
    [DataRow(1f, 1f, 1f)]
    [DataRow(1.25f, 1f, 0f)]
    public void Forward_GoldenTable_GivesSignAndWindow(float x, float sign, float gradient)
    {
        using var quantizer = new SteSign();
        var (output, actual) = Run(quantizer, [x], [1f]);
        Assert.AreEqual(sign, output[0]);
        Assert.AreEqual(gradient, actual[0]);
    }

    [TestMethod]
    [DataRow(1.25f)]
    [DataRow(-1.25f)]
    public void Backward_AtAWiderClip_IsInclusive(float x)
    {
        using var quantizer = new SteSign(1.25f);
        CollectionAssert.AreEqual(Ones(1), Run(quantizer, [x], [1f]).Gradient);
    }

    [TestMethod]
    public void Forward_EdgesAndRandom_IsMinusOneOnlyBelowZero()
    {
        using var quantizer = new SteSign();
        var x = Values(1);
        var expected = x.Select(v => v < 0 ? -1f : 1f).ToArray();
        CollectionAssert.AreEqual(expected, Run(quantizer, x, Ones(x.Length)).Output);
        CollectionAssert.AreEqual(expected, Forward(quantizer, x));
    }

    [TestMethod]
    public void Forward_OfItsOwnOutput_ChangesNothing()
    {
        using var quantizer = new SteSign();
        float[] x = [1, -1, -1, 1];
        CollectionAssert.AreEqual(x, Forward(quantizer, x));
    }

    [TestMethod]
    [DataRow(1f)]
    [DataRow(1.25f)]
    [DataRow(0.3f)]
    [DataRow(float.PositiveInfinity)]
    public void Backward_EdgesAndRandom_PassesInsideTheWindowOnly(float clip)
    {
        using var quantizer = new SteSign(clip);
        var x = Values(clip);
        var upstream = Values(clip, seed: 2).Select(v => float.IsFinite(v) ? v : 7f).ToArray();
        var expected = x.Zip(upstream, (v, dy) => MathF.Abs(v) <= clip ? dy : 0f).ToArray();
        AssertSame(expected, Run(quantizer, x, upstream).Gradient);
    }

    [TestMethod]
    [DataRow(float.PositiveInfinity)]
    [DataRow(float.NegativeInfinity)]
    [DataRow(float.NaN)]
    public void Backward_NonFiniteUpstream_IsDroppedOutsideAndPassedInside(float bad)
    {
        using var quantizer = new SteSign();
        float[] x = [1.5f, -2f, float.NaN, 0.5f, -1f, 0.25f];
        var gradient = Run(quantizer, x, [bad, bad, bad, bad, bad, 3f]).Gradient;
        AssertSame([0f, 0f, 0f, bad, bad, 3f], gradient);
    }

    [TestMethod]
    public void Backward_FiniteUpstreamWhoseSumOverflows_IsStillExact()
    {
        using var quantizer = new SteSign();
        float[] upstream = [float.MaxValue, float.MaxValue, float.MaxValue];
        AssertSame([float.MaxValue, float.MaxValue, 0f], Run(quantizer, [0.5f, -0.5f, 2f], upstream).Gradient);
    }

    [TestMethod]
    public void Backward_WithoutClip_PassesEverything()
    {
        using var quantizer = new SteSign(clipValue: null);
        var x = Values(1);
        var upstream = Values(1, seed: 3);
        AssertSame(upstream, Run(quantizer, x, upstream).Gradient);
        Assert.IsNull(quantizer.ClipValue);
    }

    [TestMethod]
    [DataRow(0f)]
    [DataRow(-0f)]
    [DataRow(-1f)]
    [DataRow(float.NaN)]
    [DataRow(float.NegativeInfinity)]
    public void Constructor_ClipNotAboveZero_Throws(float clip)
    {
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SteSign(clip));
        StringAssert.Contains(error.Message, "clipValue");
        StringAssert.Contains(error.Message, $"got {clip}");
    }

    private static void AssertSame(float[] expected, float[] actual)
    {
        Assert.HasCount(expected.Length, actual);
        for (var i = 0; i < expected.Length; i++)
            Assert.IsTrue(expected[i].Equals(actual[i]) || expected[i] == actual[i], $"{i}: {expected[i]} {actual[i]}");
    }
}
