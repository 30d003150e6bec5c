using System.Text.Json;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Formats.Keras;

namespace Microsoft.ML.Larq.Tests.Formats.Keras;

/// <summary>Where the layers of models within a model stand, and which name finds which of a file's layers.</summary>
[TestClass]
public class KerasNamesTests
{
    // Eight models deep a layer is found, nine deep it is not.
    [TestMethod]
    public void In_ModelsWithinModels_EndsAtTheDeepest()
    {
        for (var depth = 1; depth <= KerasNames.MaximalDepth + 1; depth++)
        {
            var model = Layer("Dense", "d");
            for (var i = 0; i < depth; i++) model = Model($"m{i}", model);
            var names = Names(Model("all", model));
            Assert.HasCount(depth <= KerasNames.MaximalDepth ? 1 : 0, names.In($"m{depth - 1}").ToArray(), $"{depth}");
        }
    }

    // An inner model's input is the tensor that it is called with; the outermost one's is a layer.
    [TestMethod]
    public void In_ModelWithAnInput_HasItNotAmongItsLayers()
    {
        var names = Names(Model(
            "all", Layer("InputLayer", "outer"), Model("inner", Layer("InputLayer", "input"), Layer("Dense", "d"))));
        CollectionAssert.AreEqual(
            new[] { new KerasPlace("inner", "d") }, names.In("inner").ToArray());
        Assert.AreEqual(false, names.IsModel("outer"));
        Assert.AreEqual(true, names.IsModel("inner"));
        Assert.IsNull(names.IsModel("d"));
        Assert.IsNull(names.IsModel("input"));
    }

    // Two layers of one name are told apart by their models, and by a number where those are alike as well.
    [TestMethod]
    public void Of_TheSameNameTwice_HasTheModelBeforeIt()
    {
        var names = Names(Model("all", Layer("Dense", "d"), Model("m", Layer("Dense", "d"), Layer("Dense", "m_d"))));
        Assert.AreEqual("d", names.Of(new KerasPlace("", "d")));
        Assert.AreEqual("m_d", names.Of(new KerasPlace("m", "m_d")));
        Assert.AreEqual("m_d_2", names.Of(new KerasPlace("m", "d")));
        Assert.AreEqual("m", names.ModelOf("m_d_2"));
        Assert.IsNull(names.ModelOf("d"));
    }

    // A name that two leaves have first finds neither, even where a third has it next.
    [TestMethod]
    public void Find_NameOfTwo_FindsNoThird()
    {
        var index = new KerasIndex([Leaf("d"), Leaf("d"), Leaf("e", "d"), Leaf("f", "g")]);
        Assert.IsNull(index.Find("d"));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => index.RequireOne("d")).Message, "two layers 'd'");
        Assert.AreEqual("e", index.Find("e")!.Names[0]);
        Assert.AreEqual("f", index.Find("g")!.Names[0]);
        index.RequireOne("e");
        index.RequireOne("nowhere");
    }

    // A first name goes before another leaf's second.
    [TestMethod]
    public void Find_FirstNameOfOneAndSecondOfAnother_IsTheFirst()
    {
        var index = new KerasIndex([Leaf("e", "d"), Leaf("d")]);
        Assert.HasCount(1, index.Find("d")!.Names);
        index.RequireOne("d");
    }

    private static KerasLeaf Leaf(params string[] names) =>
        new(new KerasLayer(names[0], []), names[0], [.. names], false);

    private static KerasNames Names(string model)
    {
        using var json = JsonDocument.Parse(model);
        return new KerasNames(json.RootElement);
    }

    private static string Layer(string type, string name) =>
        $$$"""{"class_name":"{{{type}}}","config":{"name":"{{{name}}}"}}""";

    private static string Model(string name, params string[] layers) =>
        $$$"""
        {"class_name":"Functional","config":{"name":"{{{name}}}","layers":[{{{string.Join(',', layers)}}}]}}
        """;
}
