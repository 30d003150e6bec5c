using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Networks;

[TestClass]
public class FrozenTests
{
    [TestMethod]
    public void Frozen_AZooNetwork_FreezesEveryWeightAndKeepsNamesAndShapes()
    {
        var free = NetworkDefinition.Build(new TensorShape(32, 32, 3), input => Larq.Networks.Zoo.QuickNetSmall(input));
        var frozen = NetworkDefinition.Build(
            new TensorShape(32, 32, 3), input => input.Frozen(x => Larq.Networks.Zoo.QuickNetSmall(x)));
        CollectionAssert.AreEqual(
            free.Layers.Select(layer => layer.ToString()).ToArray(),
            frozen.Layers.Select(layer => layer.ToString()).ToArray());
        Assert.IsTrue(free.Layers.Any(layer => layer.Weights.Any(spec => spec.Trainable)));
        foreach (var layer in frozen.Layers)
            Assert.IsFalse(layer.Weights.Any(spec => spec.Trainable), layer.Name);
        Assert.AreEqual(0, frozen.Summary().TrainableParameters);
    }

    [TestMethod]
    public void Frozen_LayersBeforeAndAfter_AreTrained()
    {
        var network = NetworkDefinition.Build(new TensorShape(4), input => input
            .Dense(3, name: "before")
            .Frozen(x => x.Dense(3, name: "outer").Frozen(y => y.Dense(3, name: "inner")).Dense(3, name: "outer_again"))
            .Dense(2, name: "after"));
        var frozen = network.Layers
            .Where(layer => layer.Kind is WeightedKind { Trainable: false }).Select(layer => layer.Name).ToArray();
        CollectionAssert.AreEqual(new[] { "outer", "inner", "outer_again" }, frozen);
    }

    [TestMethod]
    public void Frozen_FunctionThatThrows_FreezesNothingAfterwards()
    {
        var network = NetworkDefinition.Build(new TensorShape(4), input =>
        {
            Assert.ThrowsExactly<ArgumentException>(() => input.Frozen(x => x.Dense(3).Conv2D(1, 1)));
            return input.Dense(2, name: "free");
        });
        Assert.IsTrue(network["free"].Weights.All(spec => spec.Trainable));
    }

    [TestMethod]
    public void Frozen_Null_Throws() => NetworkDefinition.Build(new TensorShape(4), input =>
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => input.Frozen(null!));
        return input.Dense(1);
    });
}
