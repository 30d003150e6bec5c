using Microsoft.ML.Larq.Quantizers;
using static Microsoft.ML.Larq.Tests.Quantizers.QuantizerProbe;

namespace Microsoft.ML.Larq.Tests.Quantizers;

[TestClass]
public class ApproxSignTests
{
    // Computed from Larq's formulas: x, sign(x), 2·(1 − |x|) inside |x| ≤ 1.
    [TestMethod]
    [DataRow(-2f, -1f, 0f)]
    [DataRow(-1.25f, -1f, 0f)]
    [DataRow(-1f, -1f, 0f)]
    [DataRow(-0.75f, -1f, 0.5f)]
    [DataRow(-0.5f, -1f, 1f)]
    [DataRow(-0.05f, -1f, 1.9f)]
    [DataRow(-0.04f, -1f, 1.92f)]
    [DataRow(0f, 1f, 2f)]
    [DataRow(0.04f, 1f, 1.92f)]
    [DataRow(0.05f, 1f, 1.9f)]
    [DataRow(0.25f, 1f, 1.5f)]
    [DataRow(1f, 1f, 0f)]
    [DataRow(1.25f, 1f, 0f)]
    public void Forward_GoldenTable_GivesSignAndSlope(float x, float sign, float gradient)
    {
        using var quantizer = new ApproxSign();
        var (output, actual) = Run(quantizer, [x], [1f]);
        Assert.AreEqual(sign, output[0]);
        Assert.AreEqual(gradient, actual[0], 1e-6f);
    }

    [TestMethod]
    public void Forward_EdgesAndRandom_IsMinusOneOnlyBelowZero()
    {
        using var quantizer = new ApproxSign();
        var x = Values(1);
        var expected = x.Select(v => v < 0 ? -1f : 1f).ToArray();
        CollectionAssert.AreEqual(expected, Run(quantizer, x, Ones(x.Length)).Output);
        CollectionAssert.AreEqual(expected, Forward(quantizer, x));
    }

    [TestMethod]
    public void Backward_EdgesAndRandom_EqualsFormulaBitForBit()
    {
        using var quantizer = new ApproxSign();
        var x = Values(1);
        var upstream = Values(1, seed: 2).Select(v => float.IsFinite(v) ? v : 7f).ToArray();
        var actual = Run(quantizer, x, upstream).Gradient;
        for (var i = 0; i < x.Length; i++)
        {
            var slope = (1 - MathF.Abs(x[i])) * 2;
            Assert.AreEqual(MathF.Abs(x[i]) <= 1 ? slope * upstream[i] : 0f, actual[i], $"x = {x[i]}");
        }
    }

    [TestMethod]
    [DataRow(float.PositiveInfinity)]
    [DataRow(float.NegativeInfinity)]
    [DataRow(float.NaN)]
    public void Backward_NonFiniteUpstream_IsDroppedOutsideAndPassedInside(float bad)
    {
        using var quantizer = new ApproxSign();
        float[] x = [1.5f, float.NegativeInfinity, float.NaN, 0.5f, 0.25f];
        var gradient = Run(quantizer, x, [bad, bad, bad, bad, 2f]).Gradient;
        CollectionAssert.AreEqual(new[] { 0f, 0f, 0f, bad, 3f }, gradient);
    }
}
