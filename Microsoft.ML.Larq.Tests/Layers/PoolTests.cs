using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using static Microsoft.ML.Larq.Tests.Layers.TestTensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Layers;

[TestClass]
public class PoolTests
{
    // window height and width, stride, same, input height and width; all values below 0, so that a padded 0 would show
    [TestMethod]
    [DataRow(2, 2, 2, false, 6, 8)]
    [DataRow(3, 3, 2, false, 7, 7)]
    [DataRow(3, 3, 2, true, 7, 5)]
    [DataRow(3, 3, 2, true, 6, 8)]
    [DataRow(2, 3, 1, true, 5, 4)]
    [DataRow(4, 4, 3, true, 5, 10)]
    [DataRow(5, 5, 1, true, 3, 3)]
    [DataRow(2, 2, 3, true, 7, 6)]
    public void Forward_EveryGeometry_EqualsLoops(int ph, int pw, int stride, bool same, int h, int w)
    {
        using var scope = NewDisposeScope();
        int[] shape = [2, 3, h, w];
        var x = Uniform(9, shape.Product(), -3, -1);
        var padding = same ? Padding.Same : Padding.Valid;
        var geometry = new NaiveWindows.Geometry((ph, pw), (stride, stride), (1, 1), same);
        using var max = new MaxPool2D((ph, pw), (stride, stride), padding);
        using var mean = new AveragePool2D((ph, pw), (stride, stride), padding);
        var input = Shaped(x, shape);
        AssertClose(NaiveWindows.Pool(x.Doubles(), shape, geometry, v => v.Max()), max.call(input).Values(), 0);
        AssertClose(NaiveWindows.Pool(x.Doubles(), shape, geometry, v => v.Average()), mean.call(input).Values(), 1e-6);
    }

    [TestMethod]
    public void Constructor_WithoutStrides_StepsByTheWindow()
    {
        using var scope = NewDisposeScope();
        using var max = new MaxPool2D((2, 3));
        using var mean = new AveragePool2D((2, 3));
        var x = ones(1, 1, 4, 6);
        CollectionAssert.AreEqual(new long[] { 1, 1, 2, 2 }, max.call(x).shape);
        CollectionAssert.AreEqual(new long[] { 1, 1, 2, 2 }, mean.call(x).shape);
    }

    [TestMethod]
    public void Forward_NotFourAxes_ThrowsByName()
    {
        using var max = new MaxPool2D((2, 2), name: "pool_3");
        using var x = zeros(4, 4);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => max.call(x)).Message, "'pool_3'");
    }

    [TestMethod]
    public void Constructor_WindowOfZero_ThrowsByName() => StringAssert.Contains(
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new AveragePool2D((2, 0), name: "pool_4")).Message,
        "'pool_4'");
}
