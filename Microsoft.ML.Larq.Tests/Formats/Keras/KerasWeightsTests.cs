using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Formats.Keras;

[TestClass]
public class KerasWeightsTests
{
    private static readonly NetworkDefinition Block = NetworkDefinition.Build(new TensorShape(4, 4, 2), input =>
    {
        var shortcut = input.AveragePool2D(2).Conv2D(4, 1, name: "shortcut").BatchNormalization(name: "shortcut_bn");
        var main = input.QuantConv2D(4, 3, 2, PadMode.Same, 0, "ste_sign", "ste_sign", useBias: false, name: "main")
            .BatchNormalization(scale: false, name: "main_bn");
        return main.Add(shortcut).GlobalAveragePool().Dense(3, name: "dense");
    });

    private static readonly NetworkWeights Random = NetworkWeights.Initialize(Block, 5);

    private static readonly string[] KerasOrderOfBlock = ["main", "shortcut", "main_bn", "shortcut_bn", "dense"];

    [TestMethod]
    public void FromKeras_ByOrder_TakesKerasOrderWhateverTheNames()
    {
        var layout = new KerasLayout();
        foreach (var name in KerasOrderOfBlock)
        {
            var layer = Block[name];
            layout.With($"auto_{name}_17", [.. layer.Weights.Select(spec => (
                $"auto_{name}_17/{spec.Name}:0",
                spec.Shape.Dimensions.ToArray(),
                (object)Random[layer, spec.Name].Values.ToArray()))]);
            layout.With($"activation_{name}", 0);
        }

        using var file = layout.ToFile();
        SampleModel.AssertEqual(Random, NetworkWeights.FromKeras(Block, file.Path));
    }

    [TestMethod]
    public void FromKeras_ByName_TakesAnyOrderAndLeavesTheRest()
    {
        var layout = new KerasLayout().With("stranger", 1, ("stranger/kernel:0", [7]))
            .With(Random, Block.Layers.Reverse());
        var weights = Read(layout).WeightsFor(Block, byName: true, null, out var report);
        SampleModel.AssertEqual(Random, weights);
        CollectionAssert.AreEqual(KerasOrderOfBlock, report.Layers.Select(match => match.Layer).ToArray());
        CollectionAssert.AreEqual(new[] { "stranger" }, report.Unused.ToArray());
        StringAssert.Contains(report.ToString(), "stranger: in the file, not in the network");
    }

    [TestMethod]
    public void FromKeras_ByNameWithOthers_FillsInAndReports()
    {
        var layout = new KerasLayout().With(Random, Block.Layers.Where(layer => layer.Name != "dense"));
        var other = NetworkWeights.Initialize(Block, 99);
        var weights = Read(layout).WeightsFor(Block, byName: true, other, out var report);
        CollectionAssert.AreEqual(other["dense/kernel"].Values.ToArray(), weights["dense/kernel"].Values.ToArray());
        CollectionAssert.AreEqual(Random["main/kernel"].Values.ToArray(), weights["main/kernel"].Values.ToArray());
        CollectionAssert.AreEqual(new[] { "dense" }, report.Missing.ToArray());
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => Read(layout).WeightsFor(Block, byName: true, null, out _));
        StringAssert.Contains(error.Message, "The file has no layer 'dense'; it has 'shortcut'");
    }

    [TestMethod]
    public void Report_Kernels_TellsLatentFromQuantized()
    {
        Read(Keras(Random)).WeightsFor(Block, byName: false, null, out var latent);
        Read(Keras(Random.Quantized(Block))).WeightsFor(Block, byName: false, null, out var binary);
        Assert.AreEqual(new KerasMatch("main", "main", 1, false), latent.Layers[0]);
        Assert.AreEqual(new KerasMatch("main", "main", 1, true), binary.Layers[0]);
        Assert.AreEqual(new KerasMatch("shortcut", "shortcut", 2, null), binary.Layers[1]);
        StringAssert.Contains(binary.ToString(), "main ← main, 1 weights, kernel already quantized");
    }

    [TestMethod]
    public void FromKeras_ScaledKernelThatIsQuantized_IsSeenAsSuch()
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(4), input => input.QuantDense(3, kernelQuantizer: "magnitude_aware_sign", name: "scaled"));
        var weights = NetworkWeights.Initialize(definition, 1).Quantized(definition);
        Read(new KerasLayout().With(weights, [definition["scaled"]]))
            .WeightsFor(definition, byName: false, null, out var report);
        Assert.IsTrue(report.Layers.Single().IsQuantized);
    }

    [TestMethod]
    public void FromKeras_LeadingOnes_AreLeftOut()
    {
        var definition = NetworkDefinition.Build(new TensorShape(3), input => input.Dense(2, name: "d"));
        var weights = Read(new KerasLayout().With("d", 1, ("d/kernel:0", [3, 2]), ("d/bias:0", [1, 1, 2])))
            .WeightsFor(definition, byName: false, null, out _);
        CollectionAssert.AreEqual(new[] { 1f, 2f }, weights["d/bias"].Values.ToArray());
    }

    [TestMethod]
    public void FromKeras_ModelWithinTheModel_IsTakenLayerByLayer()
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(3), input => input.Dense(3, name: "d").BatchNormalization(name: "n").Dense(2, name: "e"));
        // Keras puts all that is trained of the inner model before all that is not.
        var layout = new KerasLayout()
            .With("inner", 10, ("d/kernel:0", [3, 3]), ("d/bias:0", [3]), ("n/gamma:0", [3]), ("n/beta:0", [3]),
                ("n/moving_mean:0", [3]), ("n/moving_variance:0", [3]))
            .With("e", 50, ("e/kernel:0", [3, 2]), ("e/bias:0", [2]));
        foreach (var byName in new[] { false, true })
        {
            var weights = Read(layout).WeightsFor(definition, byName, null, out _);
            CollectionAssert.AreEqual(new[] { 10f, 11f, 12f }, weights["n/moving_variance"].Values.ToArray());
            CollectionAssert.AreEqual(new[] { 50f, 51f }, weights["e/bias"].Values.ToArray());
        }
    }

    [TestMethod]
    public void FromKeras_OtherCount_NamesBothAndTheFirstThatDiffers()
    {
        using var file = new KerasLayout().With(Random, [Block["main"], Block["main_bn"]]).ToFile();
        var error = Assert.ThrowsExactly<ArgumentException>(() => NetworkWeights.FromKeras(Block, file.Path));
        StringAssert.Contains(error.Message, $"'{file.Path}' does not fit the network: ");
        StringAssert.Contains(error.Message, "The network has 5 layers with weights, the file 2");
        StringAssert.Contains(
            error.Message, "'shortcut (Conv2D) (2, 2, 4)' of the network and 'main_bn (3 weights)' of the file");
    }

    [TestMethod]
    [DataRow("d/kernel:0 3,3|d/bias:0 2", "'kernel' must have shape (3, 2); the file has 'd/kernel:0 (3, 3)'")]
    [DataRow("d/kernel:0 3,2|d/bias:0 2,1", "'bias' must have shape (2,); the file has 'd/bias:0 (2, 1)'")]
    [DataRow("d/kernel:0 3,2", "wants the weights kernel, bias; the file's layer 'd' has kernel")]
    [DataRow("d/kernel:0 3,2|d/beta:0 2", "wants the weights kernel, bias; the file's layer 'd' has kernel, beta")]
    public void FromKeras_OtherTensors_NamesLayerAndShapes(string tensors, string message)
    {
        var definition = NetworkDefinition.Build(new TensorShape(3), input => input.Dense(2, name: "d"));
        var weights = tensors.Split('|').Select(text => text.Split(' '))
            .Select(parts => (parts[0], parts[1].Split(',').Select(int.Parse).ToArray())).ToArray();
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => Read(new KerasLayout().With("d", 1, weights))
                .WeightsFor(definition, byName: false, null, out _));
        StringAssert.Contains(error.Message, "Layer 'd' (Dense)");
        StringAssert.Contains(error.Message, message);
    }

    [TestMethod]
    public void FromKeras_ValuesThatAreNone_AreRefused()
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(1), input => input.Dense(2, useBias: false, name: "d"));
        string Refuse(object values) => Assert.ThrowsExactly<ArgumentException>(() =>
            Read(new KerasLayout().With("d", ("d/kernel:0", [1, 2], values)))
                .WeightsFor(definition, byName: false, null, out _)).Message;
        StringAssert.Contains(Refuse(new[] { 1f, float.NaN }), "'d/kernel:0 (1, 2)' has NaN at 1");
        StringAssert.Contains(Refuse(new[] { float.NegativeInfinity, 1f }), "at 0");
        StringAssert.Contains(Refuse(new[] { 1d, 2d }), "must be float32; the file's 'd/kernel:0 (1, 2)' is float64");
    }

    private static KerasLayout Keras(NetworkWeights weights) =>
        new KerasLayout().With(weights, KerasOrderOfBlock.Select(name => Block[name]));

    private static KerasFile Read(KerasLayout layout) => KerasFile.Read(new MemoryStream(layout.ToBytes()));
}
