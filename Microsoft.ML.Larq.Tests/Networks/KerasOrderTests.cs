using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Networks;

[TestClass]
public class KerasOrderTests
{
    // The order that Bi-Real Net's own summary has in Larq Zoo, although the shortcut was created first.
    [TestMethod]
    public void Of_DownsamplingBlock_PutsTheBinaryConvolutionFirst()
    {
        var definition = NetworkDefinition.Build(new TensorShape(8, 8, 4), input =>
        {
            var shortcut = input.AveragePool2D(2, name: "pool")
                .Conv2D(8, 1, name: "shortcut").BatchNormalization(name: "shortcut_bn");
            var main = input.QuantConv2D(8, 3, 2, PadMode.Same, name: "main").BatchNormalization(name: "main_bn");
            return main.Add(shortcut, name: "add").GlobalAveragePool(name: "mean").Dense(3, name: "dense");
        });
        CollectionAssert.AreEqual(
            new[] { "input", "pool", "main", "shortcut", "main_bn", "shortcut_bn", "add", "mean", "dense" },
            KerasOrder.Of(definition).Select(layer => layer.Name).ToArray());
    }

    [TestMethod]
    public void Of_Chain_IsItself()
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(4), input => input.Dense(3).Relu().Dense(2));
        CollectionAssert.AreEqual(
            definition.Layers.Select(layer => layer.Name).ToArray(),
            KerasOrder.Of(definition).Select(layer => layer.Name).ToArray());
    }

    [TestMethod]
    public void Of_LayersOfOneDepth_AreInTheOrderOfTheirReadersInputs()
    {
        string[] Inputs(string name) => name switch
        {
            "out" => ["right", "left"],
            "left" or "right" => ["in"],
            _ => [],
        };
        CollectionAssert.AreEqual(new[] { "in", "right", "left", "out" }, KerasOrder.Of("out", Inputs).ToArray());
    }

    // Keras' b and a(activation="ste_sign") are of one depth, whatever its activation is here.
    [TestMethod]
    public void Of_ActivationThatIsALayerHere_AddsNoDepth()
    {
        var definition = NetworkDefinition.Build(new TensorShape(4), input => input.Dense(4, name: "b")
            .Add(input.Dense(4, name: "a").Quantize("ste_sign", "a.activation"), name: "sum"));
        CollectionAssert.AreEqual(
            new[] { "b", "a" },
            KerasOrder.Of(definition).Where(layer => layer.Kind is DenseLayer).Select(layer => layer.Name).ToArray());
    }

    [TestMethod]
    public void Of_AVeryDeepNetwork_NeedsNoStack()
    {
        string[] Inputs(string name) => int.Parse(name, null) is > 0 and var depth ? [$"{depth - 1}"] : [];
        Assert.HasCount(200_001, KerasOrder.Of("200000", Inputs));
    }
}
