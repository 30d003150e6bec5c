using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Formats.Keras;

namespace Microsoft.ML.Larq.Tests.Formats.Keras;

/// <summary>How a file's groups of tensors come apart into layers, and which layer each is said to be.</summary>
[TestClass]
public class KerasLeavesTests
{
    // Larq up to 0.8 kept its metrics' state among the weights, some of it in a scope of its own.
    [TestMethod]
    [DataRow("total")]
    [DataRow("count")]
    [DataRow("previous_values")]
    [DataRow("previous_weights")]
    public void Of_StateOfMetrics_IsNoWeight(string state)
    {
        foreach (var model in new[] { null, Model("all", Layer("d"), Layer("metrics")) })
        {
            var leaves = Of(
                model, ("d", ["d/kernel:0", $"d/flip_ratio/{state}:0"]), ("metrics", [$"metrics/{state}:0"]));
            Assert.AreEqual("d: d/kernel:0", string.Join("; ", leaves.Select(Spell)));
        }
    }

    [TestMethod]
    public void Of_NameOfTwoLeaves_GetsTheModelInFrontWithinTheModelAlone()
    {
        var leaves = Of(
            Model("all", Layer("d"), Model("m", Layer("d"), Layer("e"))),
            ("d", ["d/kernel:0"]), ("m", ["d/kernel:0", "e/kernel:0"]));
        CollectionAssert.AreEqual(new[] { "d", "m/d", "e" }, leaves.Select(leaf => leaf.Layer.Name).ToArray());
        CollectionAssert.AreEqual(new[] { false, true, true }, leaves.Select(leaf => leaf.IsNested).ToArray());
    }

    // A scope that ends as the name does, but not in the whole of it, is another layer's.
    [TestMethod]
    public void Of_ScopeThatEndsInPartOfAName_IsNotThatLayer()
    {
        var leaf = Of(Model("all", Model("m", Layer("a/d"))), ("m", ["b/d/kernel:0"])).Single();
        Assert.IsFalse(leaf.IsCertain);
        Assert.AreEqual("d", leaf.Layer.Name);
        Assert.IsTrue(Of(Model("all", Model("m", Layer("a/d"))), ("m", ["a/d/kernel:0"])).Single().IsCertain);
    }

    [TestMethod]
    public void Of_ScopeOfTwoLayers_IsNeither()
    {
        var model = Model("all", Model("m", Layer("d"), Model("n", Layer("d"))));
        Assert.IsFalse(Of(model, ("m", ["d/kernel:0"])).Single().IsCertain);
        var both = Of(model, ("m", ["m/d/kernel:0", "m/n/d/kernel:0"]));
        CollectionAssert.AreEqual(new[] { "m_d", "m_n_d" }, both.Select(leaf => leaf.Names[0]).ToArray());
    }

    [TestMethod]
    public void Of_TwoScopesOfOneLayer_AreNeitherCertain()
    {
        var leaves = Of(Model("all", Model("m", Layer("d"))), ("m", ["d/kernel:0", "q/d/kernel:0"]));
        CollectionAssert.AreEqual(new[] { false, false }, leaves.Select(leaf => leaf.IsCertain).ToArray());
    }

    // Where names match neither as they are nor without their numbers, a layer that is found is found once.
    [TestMethod]
    public void Of_SomeScopesWithNumbers_TakeOnlyLayersThatAreLeft()
    {
        var taken = Of(Model("all", Model("m", Layer("d_1"))), ("m", ["d_1/kernel:0", "d_1_5/kernel:0"]));
        CollectionAssert.AreEqual(new[] { "d_1", null }, taken.Select(leaf => leaf.Names[0]).ToArray());
        var left = Of(
            Model("all", Model("m", Layer("d_1"), Layer("e"))), ("m", ["d_1/kernel:0", "e_7/kernel:0", "x/kernel:0"]));
        CollectionAssert.AreEqual(new[] { "d_1", "e", null }, left.Select(leaf => leaf.Names[0]).ToArray());
    }

    // Without a configuration one scope is the group's own where it is called so, up to TensorFlow's number.
    [TestMethod]
    [DataRow("m", "kernel:0", true)]
    [DataRow("m", "m/kernel:0", true)]
    [DataRow("m", "a/m/kernel:0", true)]
    [DataRow("a/m", "m/kernel:0", true)]
    [DataRow("m", "m_3/kernel:0", true)]
    [DataRow("m_1", "m_1/kernel:0", true)]
    [DataRow("m_1", "m/kernel:0", false)]
    [DataRow("m", "m_/kernel:0", false)]
    [DataRow("m", "mm3/kernel:0", false)]
    [DataRow("m", "d/kernel:0", false)]
    public void Of_OneScopeWithoutConfiguration_IsTheGroupsOrALayerWithin(string group, string weight, bool isOwn)
    {
        var leaf = Of(null, (group, [weight])).Single();
        Assert.AreEqual(!isOwn, leaf.IsNested);
        Assert.HasCount(isOwn ? 1 : 2, leaf.Names);
        Assert.AreEqual(KerasNames.Clean(group), leaf.Names[0]);
    }

    [TestMethod]
    public void Of_ScopesWithoutConfiguration_AreFoundByLastNameThenByAllThenBehindTheGroups()
    {
        var leaves = Of(null, ("m", ["a/d/kernel:0", "e/kernel:0"]));
        CollectionAssert.AreEqual(new[] { "d", "a_d", "m_d" }, leaves[0].Names.ToArray());
        CollectionAssert.AreEqual(new[] { "e", "e", "m_e" }, leaves[1].Names.ToArray());
    }

    private static KerasLeaf[] Of(string? model, params (string Group, string[] Weights)[] layers)
    {
        var file = new KerasFile(
            [.. layers.Select(layer => new KerasLayer(
                layer.Group, [.. layer.Weights.Select(name => new KerasWeight(name, [1], "float32", [0]))]))],
            model, null);
        return [.. KerasLeaves.Of(file, KerasNames.Read(model))];
    }

    private static string Spell(KerasLeaf leaf) =>
        $"{leaf.Layer.Name}: {string.Join(", ", leaf.Layer.Weights.Select(weight => weight.Name))}";

    private static string Layer(string name) => $$$"""{"class_name":"Dense","config":{"name":"{{{name}}}"}}""";

    private static string Model(string name, params string[] layers) =>
        $$$"""
        {"class_name":"Functional","config":{"name":"{{{name}}}","layers":[{{{string.Join(',', layers)}}}]}}
        """;
}
