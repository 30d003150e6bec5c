using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Formats.Keras;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Formats.Keras;

/// <summary>Which of a file's layers a network's gets, where order and names are not simply the network's.</summary>
[TestClass]
public class KerasNestedTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void FromKeras_NumbersOfTensorFlow1_DoNotCount(bool byName)
    {
        // The second layer's own name is the first's with a number, so that only all of them together tell.
        var config = Model("m", Dense("h", 3), Inner("inner", Dense("dense", 3), Dense("dense_1", 3)), Dense("d", 2));
        var weights = Read(new KerasLayout { ModelConfig = config }
            .With("h", 10, ("h_7/kernel:0", [3, 3]), ("h_7/bias:0", [3]))
            .With(
                "inner", ("dense_1_1/kernel:0", [3, 3], Counted(40, 9)), ("dense_1_1/bias:0", [3], Counted(50, 3)),
                ("dense_1/kernel:0", [3, 3], Counted(20, 9)), ("dense_1/bias:0", [3], Counted(30, 3)))
            .With("d", 60, ("d_1/kernel:0", [3, 2]), ("d_1/bias:0", [2])), config, byName);
        Assert.AreEqual(10, weights["h/kernel"].Values[0]);
        Assert.AreEqual(20, weights["dense/kernel"].Values[0]);
        Assert.AreEqual(40, weights["dense_1/kernel"].Values[0]);
        Assert.AreEqual(60, weights["d/kernel"].Values[0]);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void FromKeras_Slashes_BecomeLetters(bool byName)
    {
        var config = Model("m", Dense("Conv/a", 3), Inner("inner", Dense("b/a", 3), Dense("a", 3)), Dense("Conv_a", 2));
        var definition = NetworkDefinition.Build(
            new TensorShape(3),
            input => input.Dense(3, name: "x").Dense(3, name: "b_a").Dense(3, name: "a").Dense(2, name: "y"));
        var file = new KerasLayout { ModelConfig = config }
            .With("Conv/a", 10, ("Conv/a/kernel:0", [3, 3]), ("Conv/a/bias:0", [3]))
            .With("inner", ("a/kernel:0", [3, 3], Counted(40, 9)), ("a/bias:0", [3], Counted(50, 3)),
                ("b/a/kernel:0", [3, 3], Counted(20, 9)), ("b/a/bias:0", [3], Counted(30, 3)))
            .With("Conv_a", 60, ("Conv_a/kernel:0", [3, 2]), ("Conv_a/bias:0", [2]));
        var weights = Read(file, config, byName);
        // Both become Conv_a: the second gets a number.
        Assert.AreEqual(10, weights["Conv_a/kernel"].Values[0]);
        Assert.AreEqual(60, weights["Conv_a_2/kernel"].Values[0]);
        Assert.AreEqual(20, weights["b_a/kernel"].Values[0]);
        Assert.AreEqual(40, weights["a/kernel"].Values[0]);
        Assert.AreEqual(4, definition.Layers.Count(layer => !layer.Weights.IsEmpty));
    }

    [TestMethod]
    public void FromKeras_OneLayerTwoModelsDeep_IsFound()
    {
        var config = Model("m", Inner("outer", Inner("inner", Dense("only", 3))), Dense("d", 2));
        foreach (var byName in new[] { false, true })
        {
            var weights = Read(new KerasLayout { ModelConfig = config }
                .With("outer", 10, ("only/kernel:0", [3, 3]), ("only/bias:0", [3]))
                .With("d", 60, ("d/kernel:0", [3, 2]), ("d/bias:0", [2])), config, byName);
            Assert.AreEqual(10, weights["only/kernel"].Values[0]);
        }
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void FromKeras_RenamedInnerLayers_AreFoundWhereOnlyOneIsLikeThem(bool byName)
    {
        var config = Model("m", Inner("inner", Dense("one", 4), Dense("two", 3)), Dense("d", 2));
        var weights = Read(new KerasLayout { ModelConfig = config }
            .With("inner", ("p/kernel:0", [4, 3], Counted(20, 12)), ("p/bias:0", [3], Counted(30, 3)),
                ("q/kernel:0", [3, 4], Counted(40, 12)), ("q/bias:0", [4], Counted(50, 4)))
            .With("d", 60, ("d/kernel:0", [3, 2]), ("d/bias:0", [2])), config, byName);
        Assert.AreEqual(40, weights["one/kernel"].Values[0]);
        Assert.AreEqual(20, weights["two/kernel"].Values[0]);
    }

    [TestMethod]
    public void FromKeras_RenamedInnerLayersOfEqualShapes_AreRefusedEitherWay()
    {
        var config = Model("m", Inner("inner", Dense("one", 3), Dense("two", 3)), Dense("d", 2));
        var file = new KerasLayout { ModelConfig = config }
            .With("inner", 10, ("p/kernel:0", [3, 3]), ("p/bias:0", [3]), ("q/kernel:0", [3, 3]), ("q/bias:0", [3]))
            .With("d", 60, ("d/kernel:0", [3, 2]), ("d/bias:0", [2]));
        string Refuse(bool byName) =>
            Assert.ThrowsExactly<ArgumentException>(() => Read(file, config, byName)).Message;
        StringAssert.Contains(
            Refuse(byName: false),
            "By order 'p' and 'q' of the file could be taken for one another: both have bias (3), kernel (3, 3), and "
            + "Keras does not list layers in the network's order where some are of a model within the model, 'inner'");
        StringAssert.Contains(
            Refuse(byName: true),
            "no layer 'one'; it has 'p', 'q', 'd'. 'p', 'q' would fit and found no layer");
    }

    // Weights alone, and a network of one's own: in the chain only layers of one inner model can change places.
    [TestMethod]
    [DataRow(false, null)]
    [DataRow(true, "'a1' and 'a2' of the file could be taken for one another")]
    public void FromKeras_InnerModelsByOrder_AreRefusedWhereShapesDoNotTell(bool equal, string? message)
    {
        var width = equal ? 3 : 4;
        var definition = NetworkDefinition.Build(
            new TensorShape(3),
            input => input.Dense(width, name: "x").Dense(3, name: "y").Dense(3, name: "z"));
        var file = new KerasLayout()
            .With("inner", 10, ("a1/kernel:0", [3, width]), ("a1/bias:0", [width]), ("a2/kernel:0", [width, 3]),
                ("a2/bias:0", [3]))
            .With("last", 60, ("last/kernel:0", [3, 3]), ("last/bias:0", [3]));
        NetworkWeights Match() => KerasFile.Read(new MemoryStream(file.ToBytes()))
            .WeightsFor(definition, byName: false, null, out _);
        if (message is null) Assert.AreEqual(60, Match()["z/kernel"].Values[0]);
        else StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(Match).Message, message);
    }

    // The towers' layers stand by depth in the network, tower by tower in the file.
    [TestMethod]
    public void FromKeras_TowersByOrder_AreRefusedAndByNameAreRight()
    {
        NetworkDefinition Towers(string prefix) => NetworkDefinition.Build(new TensorShape(3), input =>
        {
            var a = input.Dense(3, name: $"{prefix}a1").Dense(3, name: $"{prefix}a2");
            return a.Add(input.Dense(3, name: $"{prefix}b1"));
        });
        var bytes = new KerasLayout()
            .With("A", ("a1/kernel:0", [3, 3], Counted(10, 9)), ("a1/bias:0", [3], Counted(0, 3)),
                ("a2/kernel:0", [3, 3], Counted(20, 9)), ("a2/bias:0", [3], Counted(0, 3)))
            .With("B", 30, ("b1/kernel:0", [3, 3]), ("b1/bias:0", [3])).ToBytes();
        foreach (var byName in new[] { false, true })
        {
            var weights = KerasFile.Read(new MemoryStream(bytes)).WeightsFor(Towers(""), byName, null, out _);
            Assert.AreEqual(10, weights["a1/kernel"].Values[0]);
            Assert.AreEqual(20, weights["a2/kernel"].Values[0]);
            Assert.AreEqual(30, weights["b1/kernel"].Values[0]);
        }

        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => KerasFile.Read(new MemoryStream(bytes))
                .WeightsFor(Towers("my_"), byName: false, null, out _)).Message,
            "could be taken for one another");
    }

    [TestMethod]
    public void FromKeras_SameInnerNamesInAFileOfWeights_AreToldApartByTheModel()
    {
        var definition = NetworkDefinition.Build(new TensorShape(3), input => input
            .Dense(3, name: "left_d").Dense(3, name: "left_e").Dense(3, name: "right_d").Dense(3, name: "right_e"));
        (string, int[], object)[] Inner(int first) =>
        [
            ("e/kernel:0", [3, 3], Counted(first + 10, 9)), ("e/bias:0", [3], Counted(0, 3)),
            ("d/kernel:0", [3, 3], Counted(first, 9)), ("d/bias:0", [3], Counted(0, 3)),
        ];
        var weights = KerasFile.Read(new MemoryStream(
            new KerasLayout().With("left", Inner(10)).With("right", Inner(30)).ToBytes()))
            .WeightsFor(definition, byName: true, null, out var report);
        Assert.AreEqual(10, weights["left_d/kernel"].Values[0]);
        Assert.AreEqual(20, weights["left_e/kernel"].Values[0]);
        Assert.AreEqual(30, weights["right_d/kernel"].Values[0]);
        Assert.AreEqual("left/d", report.Layers[0].KerasLayer);
        Assert.IsEmpty(report.Unused);
        var plain = NetworkDefinition.Build(new TensorShape(3), input => input.Dense(3, name: "d"));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => KerasFile.Read(new MemoryStream(
                new KerasLayout().With("left", Inner(10)).With("right", Inner(30)).ToBytes()))
                .WeightsFor(plain, byName: true, null, out _)).Message,
            "The file has two layers 'd'");
    }

    [TestMethod]
    public void FromKeras_WeightsOfOthers_AreNamedInTheReport()
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(3), input => input.Dense(3, name: "trunk").Dense(2, name: "head"));
        using var file = new KerasLayout()
            .With("trunk", 10, ("trunk/kernel:0", [3, 3]), ("trunk/bias:0", [3]))
            .With("top", 60, ("top/kernel:0", [3, 2]), ("top/bias:0", [2])).ToFile();
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => NetworkWeights.FromKeras(definition, file.Path, byName: true));
        StringAssert.Contains(error.Message, "'top' would fit and found no layer: name the network's layer so");
        var fresh = NetworkWeights.Initialize(definition, 1);
        var weights = KerasFile.Read(file.Path).WeightsFor(definition, byName: true, fresh, out var report);
        Assert.AreEqual(10, weights["trunk/kernel"].Values[0]);
        Assert.AreEqual("head", report.Missing.Single());
        Assert.AreEqual("top", report.Unused.Single());
        StringAssert.Contains(report.ToString(), "head: NOT in the file; it starts from what was given");
    }

    // Nothing grows with the square of the layers; 20,000 of them would take minutes.
    [TestMethod]
    [Timeout(60_000)]
    [DataRow("l{0}", "l{0}")]
    [DataRow("l{0}", "l{0}_1")]
    [DataRow("l{0}", "other{0}")]
    [DataRow("l", "l")]
    public void KerasLeaves_OfVeryManyLayers_AreSoonTakenApart(string layers, string scopes)
    {
        const int Count = 20_000;
        string Name(string pattern, int i) => pattern.Replace("{0}", $"{i}", StringComparison.Ordinal);
        var config = Model("m", Inner("inner", [.. Enumerable.Range(0, Count).Select(i => Dense(Name(layers, i), 1))]));
        var file = new KerasFile(
            [
                new KerasLayer("inner", [.. Enumerable.Range(0, Count).Select(
                    i => new KerasWeight($"{Name(scopes, i)}/kernel:0", [1, 1], "float32", [i]))]),
            ],
            config, "2.14.0");
        var leaves = KerasLeaves.Of(file, KerasNames.Read(config));
        Assert.HasCount(layers == scopes && layers == "l" ? 1 : Count, leaves);
        Assert.AreEqual(!scopes.StartsWith('o'), leaves[^1].IsCertain);
        if (leaves.Length > 1 && leaves[0].IsCertain) Assert.AreEqual(Name(layers, 77), leaves[77].Names[0]);
    }

    [TestMethod]
    [Timeout(60_000)]
    public void KerasNames_OfVeryManyThatBecomeTheSame_AreSoonGiven()
    {
        const int Count = 20_000;
        var config = Model("m", [.. Enumerable.Range(0, Count).Select(i => Dense($"{(char)(0x4e00 + i)}", 1))]);
        var names = KerasNames.Read(config)!;
        Assert.AreEqual("_", names.Of(new KerasPlace("", "\u4e00")));
        Assert.AreEqual(
            $"__{Count}", names.Of(new KerasPlace("", $"{(char)(0x4e00 + Count - 1)}")));
    }

    [TestMethod]
    [Timeout(60_000)]
    public void InTurn_OfVeryManyLayersBackwards_IsSoonDone()
    {
        const int Count = 20_000;
        using var document = System.Text.Json.JsonDocument.Parse($"[{string.Join(", ", Enumerable.Range(0, Count)
            .Reverse().Select(i => $"{{\"name\": \"l{i}\", \"class_name\": \"Dense\", \"inbound_nodes\": "
                + (i == 0 ? "[]" : $"[[[\"l{i - 1}\", 0, 0, {{}}]]]") + "}"))}]");
        var nodes = document.RootElement.EnumerateArray().Select(layer => new KerasNode(layer)).ToArray();
        CollectionAssert.AreEqual(
            Enumerable.Range(0, Count).Select(i => $"l{i}").ToArray(),
            KerasNode.InTurn([.. nodes]).Select(node => node.Name).ToArray());
        var error = Assert.ThrowsExactly<FormatException>(() => KerasNode.InTurn([.. nodes[..^1]]).ToArray());
        StringAssert.Contains(error.Message, $"Layer 'l{Count - 1}' reads a layer that the model does not have");
    }

    [TestMethod]
    [DataRow("1,1,1,1,3,2", false)]
    [DataRow("1,1,3,2", false)]
    [DataRow("1,3,2", false)]
    [DataRow("3,2", true)]
    public void FromKeras_AKernelWithAxesInFront_IsNotTheLayers(string shape, bool fits)
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(3), input => input.Dense(2, useBias: false, name: "d"));
        var file = new KerasLayout().With("d", 1, ("d/kernel:0", [.. shape.Split(',').Select(int.Parse)]));
        NetworkWeights Match() => KerasFile.Read(new MemoryStream(file.ToBytes()))
            .WeightsFor(definition, byName: true, null, out _);
        if (fits) Assert.AreEqual(1, Match()["d/kernel"].Values[0]);
        else StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(Match).Message, "must have shape (3, 2)");
    }

    [TestMethod]
    [DataRow("uint8", null)]
    [DataRow("int16", null)]
    [DataRow("float64", "works in float32, got float64")]
    [DataRow("int64", "works in float32, got int64")]
    public void FromKeras_RowsOfWholeNumbers_AreSinglesHere(string type, string? message)
    {
        var config = Model("m", Dense("d", 2)).Replace("\"name\": \"in\"", $"\"name\": \"in\", \"dtype\": \"{type}\"");
        using var file = new KerasLayout { ModelConfig = config }.ToFile();
        if (message is null) Assert.AreEqual(new TensorShape(3), NetworkDefinition.FromKeras(file.Path).InputShape);
        else StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(() => NetworkDefinition.FromKeras(file.Path)).Message, message);
    }

    private static NetworkWeights Read(KerasLayout layout, string config, bool byName)
    {
        var file = KerasFile.Read(new MemoryStream(layout.ToBytes()));
        Assert.AreEqual(config, file.ModelConfig);
        return file.WeightsFor(file.Definition(null, out _), byName, null, out _);
    }

    private static float[] Counted(int first, int count) => KerasLayout.Counted(first, [count]);

    private static string Model(string name, params string[] layers) => Inner(
        name,
        [
            "{\"class_name\": \"InputLayer\", \"config\": {\"name\": \"in\", \"batch_input_shape\": [null, 3]}}",
            .. layers,
        ]);

    private static string Inner(string name, params string[] layers) =>
        "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"" + name + "\", \"layers\": ["
        + string.Join(", ", layers) + "]}}";

    private static string Dense(string name, int units) =>
        $"{{\"class_name\": \"Dense\", \"config\": {{\"name\": \"{name}\", \"units\": {units}}}}}";
}
