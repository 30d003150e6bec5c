using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Formats.Keras;

/// <summary>Which layers of a file are taken for renamed ones, and when order may say what names do not.</summary>
[TestClass]
public class KerasMatcherTests
{
    // A renamed layer takes what is left of its model where nothing else could be meant.
    [TestMethod]
    [DataRow("m", "p:3x3", "p")]
    [DataRow("m", "p:3x3 q:3x3", null)]
    [DataRow("m", "p:3x4 q:3x3", "q")]
    [DataRow("n", "p:3x3", null)]
    [DataRow("m", "spare:3x3", null)]
    public void ByName_RenamedLayer_TakesTheOnlyOneOfItsModel(string group, string scopes, string? taken)
    {
        var model = Model("all", Model("m", Layer("one"), Layer("spare")), Model("n", Layer("other")));
        var network = NetworkDefinition.Build(
            new TensorShape(3), input => input.Dense(3, useBias: false, name: "one"));
        Assert.AreEqual(taken, Match(network, model, byName: true, (group, scopes)).Layers[0].KerasLayer);
    }

    [TestMethod]
    public void ByName_TwoRenamedLayersAlike_TakeNothing()
    {
        var model = Model("all", Model("m", Layer("one"), Layer("two")));
        var network = NetworkDefinition.Build(new TensorShape(3), input => input
            .Dense(3, useBias: false, name: "one").Dense(3, useBias: false, name: "two"));
        var report = Match(network, model, byName: true, ("m", "p:3x3"));
        CollectionAssert.AreEqual(new[] { "one", "two" }, report.Missing.ToArray());
        CollectionAssert.AreEqual(new[] { "p" }, report.Unused.ToArray());
    }

    // 316² pairs are compared, 317² are more than 100,000.
    [TestMethod]
    [DataRow(316, true)]
    [DataRow(317, false)]
    public void ByName_VeryManyRenamedLayers_AreNotCompared(int count, bool compared)
    {
        var names = Enumerable.Range(0, count).ToArray();
        var model = Model("all", Model("m", [.. names.Select(i => Layer($"l{i}"))]));
        var network = NetworkDefinition.Build(new TensorShape(2), input => names[1..].Aggregate(
            input.Dense(1, useBias: false, name: "l0"), (x, i) => x.Dense(1, useBias: false, name: $"l{i}")));
        var scopes = string.Join(' ', names.Select(i => i == 0 ? "p0:2x1" : $"p{i}:1x1"));
        var report = Match(network, model, byName: true, ("m", scopes));
        Assert.AreEqual(compared ? "p0" : null, report.Layers[0].KerasLayer);
        Assert.HasCount(compared ? count - 1 : count, report.Missing.ToArray());
    }

    // What a float32 rounds away does not make a kernel latent, what is more does.
    [TestMethod]
    [DataRow(1f, true)]
    [DataRow(1.0000005f, true)]
    [DataRow(0.9999995f, true)]
    [DataRow(1.000002f, false)]
    [DataRow(0.999998f, false)]
    public void Match_KernelNearItsQuantizedValues_IsQuantizedUpToRounding(float value, bool quantized)
    {
        var network = NetworkDefinition.Build(
            new TensorShape(1), input => input.QuantDense(1, kernelQuantizer: "ste_sign", useBias: false, name: "d"));
        KerasLayer layer = new("d", [new("d/kernel:0", [1, 1], "float32", [value])]);
        new KerasFile([layer], null, null).WeightsFor(network, byName: true, null, out var report);
        Assert.AreEqual(quantized, report.Layers.Single().IsQuantized);
    }

    // In a chain a layer of the model itself keeps its place among those of one shape; beside a branch it need not.
    [TestMethod]
    [DataRow(true, null)]
    [DataRow(false, "'m' and 'd' of the file could be taken for one another")]
    public void ByOrder_OneNestedLayerAmongOthers_IsMistakableInABranchAlone(bool isChain, string? message)
    {
        var network = NetworkDefinition.Build(new TensorShape(3), input =>
        {
            var x = input.Dense(3, useBias: false, name: "x");
            return isChain ? x.Dense(3, useBias: false, name: "y") : x.Add(input.Dense(3, useBias: false, name: "y"));
        });
        KerasReport Try() => Match(network, null, byName: false, ("d", "d:3x3"), ("m", "p:3x3"));
        if (message is null) Assert.AreEqual("d", Try().Layers[0].KerasLayer);
        else StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(Try).Message, message);
    }

    // Of several inner models it is the one with most layers of a shape that may have them in another order.
    [TestMethod]
    public void ByOrder_SecondOfTwoInnerModelsHasTwoAlike_IsRefused()
    {
        var network = NetworkDefinition.Build(new TensorShape(3), input => input
            .Dense(3, useBias: false, name: "x").Dense(3, useBias: false, name: "y")
            .Dense(3, useBias: false, name: "z"));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(
                () => Match(network, null, byName: false, ("m", "p:3x3"), ("n", "q:3x3 r:3x3"))).Message,
            "'q' and 'r' of the file could be taken for one another");
    }

    private static KerasReport Match(
        NetworkDefinition network, string? model, bool byName, params (string Group, string Scopes)[] groups)
    {
        var layers = groups.Select(group => new KerasLayer(group.Group, [.. group.Scopes.Split(' ').Select(scope =>
        {
            var parts = scope.Split(':', 'x');
            int[] shape = [int.Parse(parts[1]), int.Parse(parts[2])];
            return new KerasWeight($"{parts[0]}/kernel:0", [.. shape], "float32", new float[shape[0] * shape[1]]);
        })]));
        new KerasFile([.. layers], model, null).WeightsFor(
            network, byName, NetworkWeights.Initialize(network, 1), out var report);
        return report;
    }

    private static string Layer(string name) => $$$"""{"class_name":"Dense","config":{"name":"{{{name}}}"}}""";

    private static string Model(string name, params string[] layers) =>
        $$$"""
        {"class_name":"Functional","config":{"name":"{{{name}}}","layers":[{{{string.Join(',', layers)}}}]}}
        """;
}
