using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Networks.Summary;

/// <summary>
/// Larq counts Conv2DTranspose as the Conv2D that it derives from in Keras, with the output's pixels; other transposed
/// and locally connected layers not at all.
/// </summary>
[TestClass]
public class TransposedSummaryTests
{
    [TestMethod]
    public void Macs_OfEachKind_FollowLarqsRule()
    {
        var image = NetworkDefinition.Build(new TensorShape(4, 4, 3), x => x
            .QuantConv2DTranspose(
                5, 3, 2, PadMode.Same, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign", name: "t")
            .QuantLocallyConnected2D(2, 8, kernelQuantizer: "ste_sign", name: "l")
            .LayerNormalization(name: "n").Softmax("s"))
            .Summary();

        // 8×8 pixels, 3·3·5·3 weights.
        Assert.AreEqual(64 * 135, image["t"].MacsByPrecision![1]);
        Assert.AreEqual(135, image["t"].Weights[1]);
        Assert.AreEqual(1 * 8 * 8 * 5 * 2, image["l"].Weights[1]);
        foreach (var name in new[] { "l", "n", "s" }) Assert.IsNull(image[name].MacsByPrecision);
        var volume =
            NetworkDefinition.Build(new TensorShape(4, 4, 3, 2), x => x.Conv3DTranspose(5, 3, name: "t")).Summary();
        Assert.IsNull(volume["t"].MacsByPrecision);
    }
}
