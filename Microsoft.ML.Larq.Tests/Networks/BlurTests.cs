using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Networks;

[TestClass]
public class BlurTests
{
    // larq-zoo 2.3.3, larq_zoo/sota/quicknet.py, blurpool_initializer: the outer product of [1, 1], [1, 2, 1] or
    // [1, 4, 6, 4, 1] with itself, divided by its sum.
    [TestMethod]
    [DataRow(2, new[] { 1.0, 1 })]
    [DataRow(3, new[] { 1.0, 2, 1 })]
    [DataRow(5, new[] { 1.0, 4, 6, 4, 1 })]
    public void Initialize_BlurPool_HasTheZoosKernel(int size, double[] taps)
    {
        var network = NetworkDefinition.Build(new TensorShape(9, 9, 2), x => x.BlurPool2D(size));
        var kernel = NetworkWeights.Initialize(network, 3)["blur_pool2d/depthwise_kernel"].Values.ToArray();
        var sum = taps.Sum() * taps.Sum();
        var wanted = taps.SelectMany(y => taps.SelectMany(x => Enumerable.Repeat((float)(x * y / sum), 2))).ToArray();
        CollectionAssert.AreEqual(wanted, kernel);
        Assert.AreEqual(2.0, kernel.Sum(value => (double)value), 1e-6);
    }

    // Golden/Zoo/QuickNet.tsv, lines 23, 40 and 57: parameters and multiply-accumulates of the three blurs.
    [TestMethod]
    [DataRow(55, 64, 576L, 451584L)]
    [DataRow(27, 128, 1152L, 225792L)]
    [DataRow(13, 256, 2304L, 112896L)]
    public void Summary_OfQuickNetsBlurs_CountsTheZoosWeightsAndMacs(int side, int channels, long weights, long macs)
    {
        var row = NetworkDefinition.Build(new TensorShape(side, side, channels), x => x.BlurPool2D())
            .Summary()["blur_pool2d"];
        Assert.AreEqual((weights, 0L, macs), (row.Parameters, row.TrainableParameters, row.Macs));
    }

    [TestMethod]
    public void Initializer_Alias_IsReadAndWritten() => Assert.AreEqual("blur", Initializer.Parse("blur").ToString());

    [TestMethod]
    public void Initializer_OfAnotherShape_IsAnError()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => NetworkDefinition.Build(
            new TensorShape(3), x => x.Dense(2, kernel: new() { Initializer = "blur" }, name: "z")));
        StringAssert.Contains(error.Message, "Layer 'z' (Dense): weight 'kernel': initializer 'blur' fills");
        StringAssert.Contains(error.Message, "(height, width, channels, multiplier), got the shape (3, 2)");
    }
}
