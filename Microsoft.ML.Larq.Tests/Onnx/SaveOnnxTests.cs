using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Onnx;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Tests.Progress;
using Microsoft.ML.Larq.Tests.Quantizers;
using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Larq.Tests.Onnx;

/// <summary>The file itself: its names, its size, and what is refused before anything is written.</summary>
[TestClass]
public class SaveOnnxTests
{
    private static readonly NetworkDefinition Convolutions = NetworkDefinition.Build(new TensorShape(12, 12, 3), x => x
        .Conv2D(64, 3, padding: PadMode.Same, useBias: false).BatchNormalization().MaxPool2D(2)
        .Residual(y => y.QuantConv2D(
            64, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign",
            useBias: false).BatchNormalization())
        .QuantConv2D(128, 3, inputQuantizer: "ste_sign", kernelQuantizer: "magnitude_aware_sign", useBias: false)
        .BatchNormalization().Relu()
        .GlobalAveragePool().Dense(10));

    private readonly string _folder = Directory.CreateTempSubdirectory("larq-onnx").FullName;

    private string Path => System.IO.Path.Combine(_folder, "mödel ☃.onnx");

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(100)]
    public void File_AnyNumberOfRows_IsScored(int rows)
    {
        var weights = NetworkWeights.Initialize(Convolutions, 1);
        Convolutions.SaveOnnx(weights, Path);
        using var scorer = new OnnxScorer(File.ReadAllBytes(Path));
        Assert.HasCount(rows * 10, scorer.Score(Settled.Rows(Convolutions, 1, rows)));
    }

    [TestMethod]
    [DataRow(null, null)]
    [DataRow("Features", "Score")]
    [DataRow("a/b:c d", "Ünï ☃.output")]
    [DataRow("constant", "dense/MatMul")]
    [DataRow("conv2d/Conv", "batch")]
    public void Names_AnyThatDiffer_AreTheFiles(string? input, string? output)
    {
        Convolutions.SaveOnnx(NetworkWeights.Initialize(Convolutions, 1), Path, input, output);
        using var session = new InferenceSession(Path);
        Assert.AreEqual(input ?? Convolutions.Input.Name, session.InputMetadata.Keys.Single());
        Assert.AreEqual(output ?? Convolutions.Output.Name, session.OutputMetadata.Keys.Single());
        CollectionAssert.AreEqual(new[] { -1, 12, 12, 3 }, session.InputMetadata.Values.Single().Dimensions);
        CollectionAssert.AreEqual(new[] { -1, 10 }, session.OutputMetadata.Values.Single().Dimensions);
    }

    [TestMethod]
    [DataRow("constant", "a.b-c")]
    [DataRow("MatMul", "MatMul_1")]
    public void Layers_OfOddNames_AreScored(string first, string second)
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(5), x => x.Dense(4, name: first).Dense(3, name: second));
        var weights = NetworkWeights.Initialize(definition, 1);
        Assert.AreEqual(0, Agreement.Of(definition, weights, Settled.Rows(definition, 1, 9), first).Near);
    }

    [TestMethod]
    public void Network_OfItsInputAlone_GivesItBack()
    {
        var definition = NetworkDefinition.Build(new TensorShape(2, 3), x => x);
        var rows = Settled.Rows(definition, 1, 4);
        using var scorer = new OnnxScorer(definition, NetworkWeights.Initialize(definition, 1));
        CollectionAssert.AreEqual(rows, scorer.Score(rows));
    }

    [TestMethod]
    public void File_ReadByOthersMessages_HasStandardOperatorsOfSetTwelve()
    {
        var file = new ModelFile(OnnxScorer.Bytes(Convolutions, NetworkWeights.Initialize(Convolutions, 1)));
        CollectionAssert.AreEqual(new[] { ("", "12") }, file.Operators.ToArray());
        Assert.IsTrue(file.Nodes.All(node => node.Domain == ""));
        Assert.AreEqual(3, file.Count("Conv"));
        Assert.AreEqual(1, file.Count("Transpose"), "channels come first once and stay there");
        Assert.AreEqual(2, file.Count("Cast"), "kernels of signs are bytes");
    }

    [TestMethod]
    public void File_OfSigns_TakesAByteAWeight()
    {
        var bytes = OnnxScorer.Bytes(Convolutions, NetworkWeights.Initialize(Convolutions, 1)).Length;
        var signs = 9 * 64 * 64 + 9 * 64 * 128;
        var numbers = sizeof(float) * ((9 * 3 * 64) + (128 * 10) + 10 + (4 * 64) + (3 * 128));
        Assert.IsLessThan(signs + numbers + 8000, bytes);
        Assert.IsGreaterThan(signs + numbers, bytes);
    }

    [TestMethod]
    public void SaveOnnx_QuantizerOfOnesOwnOnAnInput_NamesItAndWritesNothing()
    {
        File.WriteAllText(Path, "before");
        var definition = NetworkDefinition.Build(
            new TensorShape(5), x => x.QuantDense(3, new ShiftedSignQuantizer(0.25f), "ste_sign", name: "mine"));
        var weights = NetworkWeights.Initialize(definition, 1);
        var error = Assert.ThrowsExactly<NotSupportedException>(() => definition.SaveOnnx(weights, Path));
        StringAssert.StartsWith(error.Message, "Layer 'mine' (QuantDense) cannot be exported to ONNX:");
        StringAssert.Contains(error.Message, "shifted_sign");
        Assert.AreEqual("before", File.ReadAllText(Path));
        using var stream = new MemoryStream();
        Assert.ThrowsExactly<NotSupportedException>(() => definition.WriteOnnx(weights, stream));
        Assert.AreEqual(0, stream.Length);
    }

    [TestMethod]
    public void SaveOnnx_QuantizerOfOnesOwnOnAKernel_IsItsNumbers()
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(5), x => x.QuantDense(3, "ste_sign", new ShiftedSignQuantizer(0.25f)));
        var weights = NetworkWeights.Initialize(definition, 1);
        Assert.AreEqual(9, Agreement.Of(definition, weights, Settled.Rows(definition, 1, 9), "own kernel").Clear);
    }

    [TestMethod]
    public void SaveOnnx_FullDisk_LeavesWhatWasThere()
    {
        File.WriteAllText(Path, "before");
        using (new FullDisk(_ => true, 1000))
        {
            Assert.ThrowsExactly<IOException>(
                () => Convolutions.SaveOnnx(NetworkWeights.Initialize(Convolutions, 1), Path));
        }

        Assert.AreEqual("before", File.ReadAllText(Path));
        CollectionAssert.AreEqual(new[] { Path }, Directory.GetFileSystemEntries(_folder));
        Convolutions.SaveOnnx(NetworkWeights.Initialize(Convolutions, 1), Path);
        using var session = new InferenceSession(Path);
    }

    [TestMethod]
    [DataRow("x", "x", "outputName")]
    [DataRow("", "y", "inputName")]
    [DataRow("x", " ", "outputName")]
    public void SaveOnnx_NamesThatCannotBe_AreErrors(string input, string output, string parameter) => Assert.AreEqual(
        parameter,
        Assert.ThrowsExactly<ArgumentException>(() => Convolutions.SaveOnnx(
            NetworkWeights.Initialize(Convolutions, 1), Path, input, output)).ParamName);

    [TestMethod]
    public void SaveOnnx_WeightsOfAnotherNetwork_AreAnErrorAndNoFile()
    {
        var other = NetworkDefinition.Build(new TensorShape(5), x => x.Dense(3));
        Assert.ThrowsExactly<ArgumentException>(
            () => Convolutions.SaveOnnx(NetworkWeights.Initialize(other, 1), Path));
        Assert.IsFalse(File.Exists(Path));
    }

    // Signs, thermometers and steps make plain numbers of what is none.
    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    [DataRow(float.NegativeInfinity)]
    [DataRow(-0f)]
    [DataRow(0f)]
    public void Score_NumbersAtTheEdge_AreQuantizedAlike(float value)
    {
        foreach (var quantizer in (string[])["ste_sign", "ste_heaviside", "ste_tern", "ste_tern(threshold_value=0)"])
        {
            var definition = NetworkDefinition.Build(new TensorShape(4), x => x.QuantDense(3, quantizer, "ste_sign"));
            AssertEqual(definition, value, quantizer);
        }

        AssertEqual(
            NetworkDefinition.Build(new TensorShape(4), x => x.QuantileThermometer(2).QuantDense(3, null, "ste_sign")),
            value, "thermometer");
    }

    private static void AssertEqual(NetworkDefinition definition, float value, string what)
    {
        var weights = NetworkWeights.Initialize(definition, 1);
        float[] row = [value, 1, -1, value];
        var packed = new float[3];
        PackedNetwork.Compile(definition, weights).Score(row, packed);
        using var scorer = new OnnxScorer(definition, weights);
        CollectionAssert.AreEqual(packed, scorer.Score(row), what);
    }
}
