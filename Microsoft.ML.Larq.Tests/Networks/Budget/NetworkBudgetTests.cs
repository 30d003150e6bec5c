using Microsoft.ML.Larq.Formats.Keras;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Networks.Zoo;

namespace Microsoft.ML.Larq.Tests.Networks.Budget;

[TestClass]
public class NetworkBudgetTests
{
    private static readonly NetworkDefinition Small = NetworkDefinition.Build(
        new TensorShape(2, 3, 2), x => x.UpSampling2D((2, 1)).GlobalAveragePool());

    public static IEnumerable<object[]> ZooAtBothSizes =>
        from model in ZooModel.All
        from side in new[] { 224, 512 }
        select new object[] { model.Name, side };

    [TestMethod]
    [DynamicData(nameof(ZooAtBothSizes))]
    public void Default_NetworksOfTheZoo_AreAdmitted(string model, int side)
    {
        var network = NetworkDefinition.Build(
            new TensorShape(side, side, 3), x => ZooModel.Of(model).Network(x, 1000));

        // In a file a binary kernel has a bit a weight; random bits do not become fewer.
        var stored = network.Layers.SelectMany(layer => layer.Weights)
            .Sum(spec => spec.Quantizer?.Alphabet == Alphabet.Signs ? spec.Shape.Size / 8 : 4L * spec.Shape.Size);
        NetworkCost.Require(network, new NetworkBudget(), stored);
        Assert.AreEqual(network, NetworkDefinition.FromJson(network.ToJson()));
    }

    [TestMethod]
    public void Activations_OfASmallNetwork_AreWhatIsAliveAtOnce()
    {
        // 12 numbers go in, which readers keep three times over; 24 come of them; a table of 4 lines and 3 columns.
        const long Most = (4 * 12) + 24 + (4 * (4 + 3));
        AssertBound(Small, Most, most => new NetworkBudget(activations: most), "up_sampling2d");
    }

    [TestMethod]
    public void MultiplyAdds_OfADenseLayer_AreInputsTimesUnitsFilledUp() => AssertBound(
        // The input is written, 2 a number, and copied as one row, 8.
        NetworkDefinition.Build(new TensorShape(100), x => x.Dense(10)), (2 * 100) + 8 + (100 * 16),
        most => new NetworkBudget(multiplyAdds: most), "dense");

    [TestMethod]
    public void Operations_AreLayers_AndPositionsWithoutSharedWeights() => AssertBound(
        NetworkDefinition.Build(new TensorShape(10, 4), x => x.LocallyConnected1D(3, 2).Relu()), 1 + 9 + 1,
        most => new NetworkBudget(operations: most), "activation");

    [TestMethod]
    public void WeightBytes_OfAnUnfilledLayer_AreFourANumberAndTwoThousandAWeight() => AssertBound(
        NetworkDefinition.Build(new TensorShape(100), x => x.Dense(32)), (4 * ((100 * 32) + 32)) + (2 * 2048),
        most => new NetworkBudget(weightBytes: most), "dense");

    [TestMethod]
    public void WeightGrowth_OfAFileOfManyBytes_AllowsMore()
    {
        var network = NetworkDefinition.Build(new TensorShape(100), x => x.Dense(32, useBias: false));
        var budget = new NetworkBudget(weightBytes: 1, weightGrowth: 128);
        NetworkCost.Require(network, budget, weightBytes: 116);
        var error = Assert.ThrowsExactly<FormatException>(() => NetworkCost.Require(network, budget, weightBytes: 115));
        StringAssert.Contains(error.Message, "14848 bytes of weights, which have 115 in the file");
    }

    [TestMethod]
    public void FromJson_OverTheBudget_NamesLayerBudgetAndCost()
    {
        var error = Assert.ThrowsExactly<FormatException>(
            () => NetworkDefinition.FromJson(Small.ToJson(), new NetworkBudget(operations: 2)));
        StringAssert.Contains(error.Message, "'global_average_pooling2d' (GlobalAveragePooling2D)");
        StringAssert.Contains(error.Message, "takes 3 operations");
        StringAssert.Contains(error.Message, "NetworkBudget.Operations is 2");
    }

    [TestMethod]
    public void FromKeras_OverTheBudget_NamesLayerBudgetAndCost()
    {
        const string Json = """
            {"class_name": "Sequential", "config": {"name": "s", "layers": [
              {"class_name": "InputLayer", "config": {"batch_input_shape": [null, 1, 1, 1], "name": "i"}},
              {"class_name": "UpSampling2D", "config": {"name": "wide", "size": [20000, 20000]}},
              {"class_name": "GlobalAveragePooling2D", "config": {"name": "g"}},
              {"class_name": "Dense", "config": {"name": "d", "units": 2, "activation": "softmax"}}]}}
            """;
        var error = Assert.ThrowsExactly<FormatException>(
            () => KerasModel.Read(Json, null, keepsEnd: false, notes: []));
        StringAssert.Contains(error.Message, "'wide' (UpSampling2D)");
        StringAssert.Contains(error.Message, "NetworkBudget.Activations");
        using (NetworkBudget.Unlimited.Apply()) KerasModel.Read(Json, null, keepsEnd: false, notes: []);
    }

    [TestMethod]
    public void Apply_HoldsInItsFlowAlone_UntilItIsDisposed()
    {
        var narrow = new NetworkBudget(operations: 1);
        using (narrow.Apply())
        {
            Assert.ThrowsExactly<FormatException>(() => NetworkDefinition.FromJson(Small.ToJson()));
            Assert.ThrowsExactly<FormatException>(
                () => Task.Run(() => NetworkDefinition.FromJson(Small.ToJson())).GetAwaiter().GetResult());
            using (NetworkBudget.Unlimited.Apply()) NetworkDefinition.FromJson(Small.ToJson());
            Assert.AreSame(narrow, NetworkBudget.Current);
            NetworkBudget? elsewhere = null;
            var thread = new Thread(() => elsewhere = NetworkBudget.Current);
            thread.UnsafeStart();
            thread.Join();
            Assert.AreSame(NetworkBudget.Default, elsewhere, "A thread that does not come of this flow.");
        }

        NetworkDefinition.FromJson(Small.ToJson());
    }

    [TestMethod]
    public void Properties_BelowOne_AreRefusedByName()
    {
        Refused(() => new NetworkBudget(activations: 0), "activations");
        Refused(() => new NetworkBudget(multiplyAdds: -1), "multiplyAdds");
        Refused(() => new NetworkBudget(operations: 0), "operations");
        Refused(() => new NetworkBudget(weightBytes: 0), "weightBytes");
        Refused(() => new NetworkBudget(weightGrowth: 0), "weightGrowth");
        Assert.ThrowsExactly<ArgumentNullException>(() => NetworkBudget.Default = null!);

        static void Refused(Func<NetworkBudget> make, string name) =>
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => make()).Message, name);
    }

    // At the bound it is admitted, one below it is not, and the layer is named.
    private static void AssertBound(
        NetworkDefinition network, long most, Func<long, NetworkBudget> budget, string layer)
    {
        NetworkCost.Require(network, budget(most), weightBytes: 0);
        var error = Assert.ThrowsExactly<FormatException>(
            () => NetworkCost.Require(network, budget(most - 1), weightBytes: 0));
        StringAssert.Contains(error.Message, $"'{layer}'");
    }
}
