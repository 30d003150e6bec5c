using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Quantizers;

/// <summary>
/// Gradients that are infinite: a window selects and does not multiply, and its edge belongs to it, in one pass over
/// memory as with Torch's operations.
/// </summary>
[TestClass]
public class InfiniteGradientTests
{
    private const float Infinite = float.PositiveInfinity;

    [TestMethod]
    [DataRow("ste_sign", 1f)]
    [DataRow("ste_sign(clip_value=1.25)", 1.25f)]
    [DataRow("ste_heaviside", 1f)]
    [DataRow("ste_heaviside(clip_value=0.5)", 0.5f)]
    [DataRow("ste_tern", 1f)]
    [DataRow("ste_tern(clip_value=0.5)", 0.5f)]
    public void Backward_WindowOfSlopeOne_PassesThemUpToItsEdge(string alias, float clip)
    {
        var next = MathF.BitIncrement(clip);
        AssertGradient(
            alias, [0, clip, -clip, next, -next, float.NaN], [Infinite, Infinite, Infinite, 0, 0, 0]);
    }

    // What passes is multiplied by the mean magnitude, of a vector each number's own.
    [TestMethod]
    public void Backward_ScaledSign_PassesThemUpToTheEdge() => AssertGradient(
        "magnitude_aware_sign", [0.5f, 1, -1, 1.5f, -1.5f], [Infinite, Infinite, Infinite, 0, 0]);

    // 2·(1 − |x|) is 0 at the edge, and 0·∞ is none.
    [TestMethod]
    public void Backward_ApproxSign_IsNoNumberAtTheEdgeAlone() => AssertGradient(
        "approx_sign", [0.5f, 1, -1, 1.5f, -1.5f, float.NaN], [Infinite, float.NaN, float.NaN, 0, 0, 0]);

    // |βx| > 88 is out, at β = 5 from 17.6 on.
    [TestMethod]
    public void Backward_SwishSign_DropsThemFarOut()
    {
        AssertGradient("swish_sign", [0, 17.7f, -17.7f, 80, float.NaN], [Infinite, 0, 0, 0, 0]);
        AssertGradient("swish_sign(beta=10)", [0, 8.9f, -8.9f, 17], [Infinite, 0, 0, 0]);
    }

    private static void AssertGradient(string alias, float[] values, float[] expected)
    {
        using var scope = NewDisposeScope();
        using var quantizer = QuantizerModules.Create(Quantizer.Parse(alias));
        var x = tensor(values);
        CollectionAssert.AreEqual(expected, Gradient(quantizer, x), alias);

        // Every second of a row twice as long: the same values, not one after another.
        var scattered = stack([x, x], -1).select(-1, 0);
        CollectionAssert.AreEqual(expected, Gradient(quantizer, scattered), $"{alias}, scattered");
    }

    private static float[] Gradient(QuantizerModule quantizer, Tensor x)
    {
        var leaf = x.detach().requires_grad_(true);
        quantizer.call(leaf).backward([full_like(x, Infinite)]);
        return leaf.grad!.data<float>().ToArray();
    }
}
