using Microsoft.ML.Larq.Layers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Layers;

/// <summary>PReLU and Scale: values and gradients by their formulas, element by element.</summary>
[TestClass]
public class RowWeightTests
{
    [TestMethod]
    public void PReLU_PerChannel_HasKerasValuesAndGradients()
    {
        using var scope = NewDisposeScope();
        using var layer = new ParametricReLU([2, 1, 1]);
        CollectionAssert.AreEqual(new float[2], layer.Alpha.Values());
        layer.Alpha.Set([0.5f, -2]);
        var x = tensor(new float[] { -1, 0, 2, -3, 4, -5 }).reshape(1, 2, 1, 3).requires_grad_(true);
        var y = layer.call(x);
        y.backward([tensor(new float[] { 1, 10, 100, 1, 10, 100 }).reshape(1, 2, 1, 3)]);
        CollectionAssert.AreEqual(new[] { -0.5f, 0, 2, 6, 4, 10 }, y.Values());
        // 1 above 0, α below, 0 at 0; and to α what lies below 0.
        CollectionAssert.AreEqual(new[] { 0.5f, 0, 100, -2, 10, -200 }, x.grad!.Values());
        CollectionAssert.AreEqual(new[] { -1f, -3 - 500 }, layer.Alpha.grad!.Values());
    }

    [TestMethod]
    public void Scale_TwoAxes_MultipliesTheirProduct()
    {
        using var scope = NewDisposeScope();
        using var layer = new Scale([[1, 2, 1], [2, 1, 1]]);
        foreach (var scale in layer.Scales) CollectionAssert.AreEqual(new[] { 1f, 1 }, scale.Values());
        layer.Scales[0].Set([2, 3]);
        layer.Scales[1].Set([5, 7]);
        var x = tensor(new float[] { 1, 2, 3, 4 }).reshape(1, 2, 2, 1).requires_grad_(true);
        var y = layer.call(x);
        y.sum().backward();
        CollectionAssert.AreEqual(new float[] { 10, 30, 42, 84 }, y.Values());
        CollectionAssert.AreEqual(new float[] { 10, 15, 14, 21 }, x.grad!.Values());
        CollectionAssert.AreEqual(new float[] { 5 + 21, 10 + 28 }, layer.Scales[0].grad!.Values());
        CollectionAssert.AreEqual(new float[] { 2 + 6, 6 + 12 }, layer.Scales[1].grad!.Values());
    }

    [TestMethod]
    public void LeakyRelu_Points_EqualTheFormula()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new float[] { -2, -0f, 0, 3, float.NaN }, requires_grad: true);
        var y = LayerActivations.LeakyRelu(x);
        y.sum().backward();
        CollectionAssert.AreEqual(new[] { -2 * 0.3f, 0, 0, 3, float.NaN }, y.Values().Select(v => v + 0f).ToArray());
        CollectionAssert.AreEqual(new[] { 0.3f, 0.3f, 0.3f, 1 }, x.grad!.Values()[..4]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LayerActivations.LeakyRelu(x, float.NaN));
    }

    [TestMethod]
    public void Forward_InputThatDoesNotFit_ThrowsByName()
    {
        using var rectifier = new ParametricReLU([2, 1, 3], "prelu_3");
        using var scale = new Scale([[2]], "scale_4");
        using var input = zeros(1, 3, 4, 3);
        var error = Assert.ThrowsExactly<ArgumentException>(() => rectifier.call(input));
        StringAssert.Contains(error.Message, "'prelu_3'");
        StringAssert.Contains(error.Message, "weights of (2, 1, 3)");
        StringAssert.Contains(error.Message, "got (1, 3, 4, 3)");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => scale.call(input)).Message, "'scale_4'");
    }

    [TestMethod]
    public void Constructor_WrongShape_ThrowsByName()
    {
        Action[] wrong =
            [() => new ParametricReLU([0], "p"), () => new ParametricReLU([], "p"), () => new Scale([[1, 0]], "p")];
        foreach (var make in wrong)
        {
            var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(make);
            StringAssert.Contains(error.Message, "Layer 'p': shape");
            StringAssert.Contains(error.Message, "at least 1; got (");
        }

        foreach (var make in new Action[] { () => new Scale([], "p"), () => new Scale([[1], [1, 1]], "p") })
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(make).Message, "one or more of one rank");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new BlurPool2D(1, 8, name: "b")).Message,
            "from 2 to 7; got 8");
    }
}
