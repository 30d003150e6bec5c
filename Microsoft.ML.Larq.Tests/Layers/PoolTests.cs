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
        var padding = same ? PadMode.Same : PadMode.Valid;
        var geometry = new NaiveWindows.Geometry((ph, pw), (stride, stride), (1, 1), same);
        using var max = new MaxPool2D((ph, pw), (stride, stride), padding);
        using var mean = new AveragePool2D((ph, pw), (stride, stride), padding);
        var input = Shaped(x, shape);
        AssertClose(NaiveWindows.Pool(x.Doubles(), shape, geometry, v => v.Max()), max.call(input).Values(), 0);
        AssertClose(NaiveWindows.Pool(x.Doubles(), shape, geometry, v => v.Average()), mean.call(input).Values(), 1e-6);
    }

    // window, stride, same, length
    [TestMethod]
    [DataRow(2, 2, false, 8)]
    [DataRow(3, 2, false, 9)]
    [DataRow(3, 2, true, 9)]
    [DataRow(4, 3, true, 10)]
    [DataRow(5, 1, true, 3)]
    [DataRow(2, 3, true, 7)]
    [DataRow(1, 1, false, 1)]
    public void Forward_EverySequence_EqualsLoops(int size, int stride, bool same, int length)
    {
        using var scope = NewDisposeScope();
        int[] image = [2, 3, 1, length];
        var x = Uniform(4, image.Product(), -3, -1);
        var padding = same ? PadMode.Same : PadMode.Valid;
        var geometry = new NaiveWindows.Geometry((1, size), (1, stride), (1, 1), same);
        using var max = new MaxPool1D(size, stride, padding);
        using var mean = new AveragePool1D(size, stride, padding);
        var input = Shaped(x, 2, 3, length);
        var (largest, average) = (max.call(input), mean.call(input));
        AssertClose(NaiveWindows.Pool(x.Doubles(), image, geometry, v => v.Max()), largest.Values(), 0);
        AssertClose(NaiveWindows.Pool(x.Doubles(), image, geometry, v => v.Average()), average.Values(), 1e-6);
        var steps = same ? (length + stride - 1) / stride : ((length - size) / stride) + 1;
        CollectionAssert.AreEqual(new long[] { 2, 3, steps }, largest.shape);
        CollectionAssert.AreEqual(new long[] { 2, 3, steps }, average.shape);
    }

    [TestMethod]
    public void Backward_OfASequence_GoesToEachWindowsShare()
    {
        using var scope = NewDisposeScope();
        using var max = new MaxPool1D(2);
        using var mean = new AveragePool1D(2);
        var x = tensor(new float[] { 1, 3, 4, 2 }).reshape(1, 1, 4).requires_grad_(true);
        max.call(x).add(mean.call(x)).sum().backward();
        CollectionAssert.AreEqual(new[] { 0.5f, 1.5f, 1.5f, 0.5f }, x.grad!.Values());
    }

    [TestMethod]
    public void Sequence_WhatDoesNotFit_ThrowsByName()
    {
        using var pool = new MaxPool1D(2, name: "pool_5");
        using var image = zeros(1, 2, 3, 4);
        var error = Assert.ThrowsExactly<ArgumentException>(() => pool.call(image));
        StringAssert.Contains(
            error.Message, "Layer 'pool_5': the input must be (rows, channels, length); got (1, 2, 3, 4)");
        foreach (var make in new Action[]
        {
            () => new AveragePool1D(0, name: "pool_6"), () => new MaxPool1D(2, 0, name: "pool_6"),
            () => new MaxPool1D(2, padding: PadMode.Causal, name: "pool_6"),
        })
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(make).Message, "Layer 'pool_6'");
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
        using var row = new MaxPool1D(3);
        CollectionAssert.AreEqual(new long[] { 1, 1, 2 }, row.call(ones(1, 1, 6)).shape);
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
