using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;
using Microsoft.ML.Larq.Tests.Layers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Quantizers;

/// <summary>
/// The one-pass forms give the bits of the Torch operations, which run wherever a tensor does not lie in plain memory.
/// </summary>
[TestClass]
public class PointwiseTests
{
    public static IEnumerable<object[]> Aliases =>
        new[] { "ste_sign", "ste_sign(clip_value=1.25)", "ste_sign(clip_value=None)", "approx_sign", "ste_heaviside",
            "ste_heaviside(clip_value=None)" }.Select(alias => new object[] { alias });

    [TestMethod]
    [DynamicData(nameof(Aliases))]
    public void EveryLengthAndLayout_IsBitForBitWhatTorchGives(string alias)
    {
        using var scope = NewDisposeScope();
        using var quantizer = QuantizerModules.Create(Quantizer.Parse(alias));
        Assert.IsNotNull(quantizer.InOnePass);
        for (var length = 2; length <= 40; length++) AssertAlike(quantizer, Edged(length, length));
        AssertAlike(quantizer, Edged(1, 2 * 5 * 3 * 3).reshape(2, 5, 3, 3));
        AssertAlike(quantizer, Edged(2, 2 * 5 * 3 * 3).reshape(2, 3, 3, 5).permute(0, 3, 1, 2));
    }

    [TestMethod]
    [DynamicData(nameof(Aliases))]
    public void Gradient_InAnotherLayoutThanItsInput_IsTheSame(string alias)
    {
        using var scope = NewDisposeScope();
        using var quantizer = QuantizerModules.Create(Quantizer.Parse(alias));
        var x = Edged(3, 90).reshape(2, 5, 3, 3);
        var upstream = Edged(4, 90).nan_to_num(1, 2, 3).reshape(2, 5, 3, 3);
        var expected = Gradient(quantizer, x, upstream);
        var other = Gradient(quantizer, x, upstream.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2));
        CollectionAssert.AreEqual(expected, other);
    }

    private static void AssertAlike(QuantizerModule quantizer, Tensor x)
    {
        // Every second of a row twice as long: the same values, not one after another.
        var scattered = stack([x, x], -1).select(-1, 0);
        Assert.IsNull(quantizer.InOnePass!.Quantize(scattered));
        Assert.IsNotNull(quantizer.InOnePass.Quantize(x));
        var upstream = linspace(-3, 3, x.numel()).reshape(x.shape);
        var upstreamAlike = empty_like(x).copy_(upstream);
        CollectionAssert.AreEqual(Bits(quantizer.call(scattered)), Bits(quantizer.call(x)));
        CollectionAssert.AreEqual(
            Gradient(quantizer, scattered, upstream), Gradient(quantizer, x, upstreamAlike));
    }

    private static int[] Gradient(QuantizerModule quantizer, Tensor x, Tensor upstream)
    {
        // A product with 1 keeps the layout, which a leaf would be copied out of.
        var leaf = x.detach().requires_grad_(true);
        var y = quantizer.call(leaf);
        y.backward([upstream]);
        return Bits(leaf.grad!);
    }

    private static int[] Bits(Tensor x) =>
        [.. x.Values().Select(value => float.IsNaN(value) ? int.MinValue : BitConverter.SingleToInt32Bits(value + 0f))];

    private static Tensor Edged(int seed, int count) =>
        tensor([.. QuantizerProbe.Values(1.25f, seed).OrderBy(value => value.GetHashCode() ^ seed).Take(count)]);
}
