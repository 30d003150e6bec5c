using Microsoft.ML.Larq.Layers;
using static Microsoft.ML.Larq.Tests.Layers.TestTensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Layers;

[TestClass]
public class SeededDropoutTests
{
    [TestMethod]
    public void Forward_Training_DropsTheRateAndScalesTheRest()
    {
        using var scope = NewDisposeScope();
        using var layer = new SeededDropout(0.2, seed: 3);
        var y = layer.call(full([20_000], 4f)).Values();
        Assert.IsTrue(y.All(v => v is 0 or 5));

        // Six standard deviations of a binomial share: 6·√(0.2·0.8/20,000) = 0.017.
        Assert.AreEqual(0.2, y.Count(v => v == 0) / 20_000.0, 0.017);
    }

    [TestMethod]
    public void Backward_Training_UsesTheSameMask()
    {
        using var scope = NewDisposeScope();
        using var layer = new SeededDropout(0.5, seed: 3);
        var x = ones(100).requires_grad_(true);
        var y = layer.call(x);
        y.sum().backward();
        CollectionAssert.AreEqual(y.Values(), x.grad!.Values());
        CollectionAssert.Contains(y.Values(), 0f);
    }

    [TestMethod]
    public void Forward_SameSeed_DrawsTheSameMasksAndNextOnesDiffer()
    {
        using var scope = NewDisposeScope();
        using var first = new SeededDropout(0.5, seed: 11);
        using var second = new SeededDropout(0.5, seed: 11);
        using var other = new SeededDropout(0.5, seed: 12);
        var x = ones(64);
        var mask = first.call(x).Values();
        _ = rand(10);
        CollectionAssert.AreEqual(mask, second.call(x).Values());
        CollectionAssert.AreEqual(first.call(x).Values(), second.call(x).Values());
        CollectionAssert.AreNotEqual(mask, first.call(x).Values());
        CollectionAssert.AreNotEqual(mask, other.call(x).Values());
    }

    [TestMethod]
    public void Forward_Training_LeavesTorchsGeneratorAlone()
    {
        using var scope = NewDisposeScope();
        using var layer = new SeededDropout(0.5);
        var before = get_rng_state().data<byte>().ToArray();
        layer.call(ones(64));
        CollectionAssert.AreEqual(before, get_rng_state().data<byte>().ToArray());
    }

    [TestMethod]
    public void Forward_EvaluationOrRateZero_ChangesNothing()
    {
        using var scope = NewDisposeScope();
        using var evaluated = new SeededDropout(0.9);
        using var idle = new SeededDropout(0);
        evaluated.eval();
        var x = Uniform(1, 50, -2, 2);
        CollectionAssert.AreEqual(x, evaluated.call(tensor(x)).Values());
        CollectionAssert.AreEqual(x, idle.call(tensor(x)).Values());
    }

    [TestMethod]
    [DataRow(-0.1)]
    [DataRow(1.0)]
    [DataRow(double.NaN)]
    public void Constructor_RateOutside_Throws(double rate) => StringAssert.Contains(
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SeededDropout(rate)).Message, $"got {rate}");
}
