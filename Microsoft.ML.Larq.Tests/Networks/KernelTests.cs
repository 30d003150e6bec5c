using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Networks;

/// <summary>What belongs to a kernel is one value, of which a quantizer alone can stand for all.</summary>
[TestClass]
public class KernelTests
{
    [TestMethod]
    public void Conversion_OfAQuantizerOrItsName_HasItAndDefaults()
    {
        var expected = new Kernel { Quantizer = Quantizer.SteSign(1.25f), Initializer = Initializer.GlorotUniform };
        Assert.AreEqual<Kernel>(expected, Quantizer.SteSign(1.25f));
        Assert.AreEqual<Kernel>(expected, "ste_sign(clip_value=1.25)");
        Assert.AreEqual<Kernel>(new Kernel(), (Quantizer?)null);
        Assert.ThrowsExactly<ArgumentException>(() => (Kernel)"best");
    }

    [TestMethod]
    public void Build_KernelBesideItsQuantizer_HasBoth()
    {
        Kernel kernel = new() { Initializer = "he_normal", Regularizer = "l2", Constraint = "weight_clip" };
        var built = (Conv2DLayer)NetworkDefinition.Build(
            new TensorShape(4, 4, 2),
            x => x.QuantConv2D(2, 3, kernelQuantizer: "ste_sign", kernel: kernel)).Output.Kind;
        Assert.AreEqual(kernel with { Quantizer = "ste_sign" }, built.Kernel);
        var same = kernel with { Quantizer = "ste_sign" };
        Assert.AreEqual(built, NetworkDefinition.Build(
            new TensorShape(4, 4, 2), x => x.QuantConv2D(2, 3, kernelQuantizer: "ste_sign", kernel: same)).Output.Kind);
    }

    [TestMethod]
    public void Build_TwoQuantizersOfOneKernel_NamesBoth()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => NetworkDefinition.Build(
            new TensorShape(4), x => x.QuantDense(2, kernelQuantizer: "ste_sign", kernel: "approx_sign")));
        StringAssert.StartsWith(error.Message, "A kernel has one quantizer, got approx_sign and ste_sign.");
    }

    [TestMethod]
    public void Build_QuantizerInALayerOfRealNumbers_SaysWhatHasOne()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => NetworkDefinition.Build(
            new TensorShape(4), x => x.Dense(2, kernel: "ste_sign")));
        StringAssert.StartsWith(error.Message, "A layer of real numbers has no kernel quantizer, got ste_sign");
    }

    [TestMethod]
    public void ClassName_FollowsQuantizersAndPadValue()
    {
        var plain = new Conv2DLayer { Filters = 2, KernelSize = 3 };
        Assert.AreEqual("Conv2D", plain.ClassName);
        Assert.AreEqual("QuantConv2D", (plain with { InputQuantizer = "ste_sign" }).ClassName);
        Assert.AreEqual("QuantConv2D", (plain with { Kernel = "ste_sign" }).ClassName);
        Assert.AreEqual("QuantConv2D", (plain with { PadValue = 1 }).ClassName);
        Assert.AreEqual("Conv2D", (plain with { Kernel = new Kernel { Constraint = "weight_clip" } }).ClassName);
        var separable = new SeparableConv2DLayer { Filters = 2, KernelSize = 3 };
        Assert.AreEqual("QuantSeparableConv2D", (separable with { Depthwise = "ste_sign" }).ClassName);
        Assert.AreEqual("QuantSeparableConv2D", (separable with { Pointwise = "ste_sign" }).ClassName);
    }

    [TestMethod]
    public void Value_Null_IsRefusedAtOnce()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => new DenseLayer { Units = 1, Kernel = null! });
        Assert.ThrowsExactly<ArgumentNullException>(() => new DenseLayer { Units = 1, Bias = null! });
        Assert.ThrowsExactly<ArgumentNullException>(
            () => new SeparableConv2DLayer { Filters = 1, KernelSize = 1, Depthwise = null! });
    }
}
