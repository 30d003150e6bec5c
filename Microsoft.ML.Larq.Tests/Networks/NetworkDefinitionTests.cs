using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Networks;

[TestClass]
public class NetworkDefinitionTests
{
    private static readonly TensorShape Vector = new(4);

    [TestMethod]
    public void Build_LayersThatTheOutputDoesNotNeed_AreDropped()
    {
        var network = NetworkDefinition.Build(Vector, x =>
        {
            _ = x.Dense(9, name: "unused").Relu("after");
            var used = x.Dense(3, name: "used");
            _ = used.Relu("behind");
            return used;
        });
        CollectionAssert.AreEqual(new[] { "input", "used" }, network.Layers.Select(layer => layer.Name).ToArray());
        Assert.AreEqual(15 * 32, network.WeightBits);
        Assert.ThrowsExactly<KeyNotFoundException>(() => network["unused"]);
    }

    [TestMethod]
    public void Build_TensorReadTwice_IsOneLayer()
    {
        var network = NetworkDefinition.Build(Vector, x =>
        {
            var shared = x.Dense(4, name: "shared");
            return shared.Relu("a").Add(shared.HardTanh("b")).Add(shared);
        });
        Assert.ContainsSingle(network.Layers.Where(layer => layer.Name == "shared"));
        CollectionAssert.AreEqual(new[] { "add", "shared" }, network.Output.Inputs.ToArray());
        Assert.AreEqual(20 * 32, network.WeightBits);
    }

    [TestMethod]
    public void Build_EveryLayer_StandsAfterThoseThatItReads()
    {
        var network = NetworkDefinition.Build(
            Vector, x => x.Residual(y => y.Dense(4).Residual(z => z.Dense(4))).Concatenate(x));
        var seen = new HashSet<string>();
        foreach (var layer in network.Layers)
        {
            Assert.IsTrue(layer.Inputs.All(seen.Contains), layer.Name);
            seen.Add(layer.Name);
        }

        Assert.AreSame(network.Layers[^1], network.Output);
        Assert.AreSame(network.Layers[0], network.Input);
        Assert.AreEqual(new TensorShape(8), network.OutputShape);
        Assert.AreEqual(Vector, network.InputShape);
    }

    [TestMethod]
    public void Build_TensorsOfTwoNetworks_AreRefused()
    {
        NetworkTensor? other = null;
        NetworkDefinition.Build(Vector, x => other = x.Dense(4, name: "stranger"));
        var mixed = Assert.ThrowsExactly<ArgumentException>(() => NetworkDefinition.Build(Vector, x => x.Add(other!)));
        StringAssert.Contains(mixed.Message, "'stranger' belongs to another network");
        var output = Assert.ThrowsExactly<ArgumentException>(() => NetworkDefinition.Build(Vector, _ => other!));
        StringAssert.Contains(output.Message, "'stranger' does not come from its input");
    }

    [TestMethod]
    public void Build_NullInOddPlaces_Throws()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => NetworkDefinition.Build(Vector, null!));
        Assert.ThrowsExactly<ArgumentException>(() => NetworkDefinition.Build(Vector, _ => null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => NetworkDefinition.Build(Vector, x => x.Add(null!)));
        Assert.ThrowsExactly<ArgumentNullException>(() => NetworkDefinition.Build(Vector, x => x.Apply(null!)));
        Assert.ThrowsExactly<ArgumentNullException>(() => NetworkDefinition.Build(Vector, x => x.Residual(null!)));
    }

    [TestMethod]
    public void Equals_SameLayers_IsTrueAndOtherParametersFalse()
    {
        Assert.AreEqual(Net(3, "ste_sign"), Net(3, "ste_sign"));
        Assert.AreEqual(Net(3, "ste_sign").GetHashCode(), Net(3, "ste_sign").GetHashCode());
        Assert.AreNotEqual(Net(3, "ste_sign"), Net(3, "ste_sign(clip_value=2)"));
        Assert.AreNotEqual(Net(3, "ste_sign"), Net(3, null));
        Assert.AreNotEqual(Net(3, "ste_sign"), Net(4, "ste_sign"));
        static NetworkDefinition Net(int units, Quantizer? quantizer) =>
            NetworkDefinition.Build(Vector, x => x.QuantDense(units, quantizer));
    }

    [TestMethod]
    public void Layer_ToString_GivesNameClassAndShape() => Assert.AreEqual(
        "dense (Dense) (3,)", NetworkDefinition.Build(Vector, x => x.Dense(3)).Output.ToString());
}
