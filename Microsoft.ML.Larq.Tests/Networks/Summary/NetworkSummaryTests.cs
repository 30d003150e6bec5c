using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Summary;

namespace Microsoft.ML.Larq.Tests.Networks.Summary;

/// <summary>
/// Networks of the kinds that there are, against the figures of Larq's snapshots (larq 0.13.3, models_test).
/// </summary>
[TestClass]
public class NetworkSummaryTests
{
    private static readonly NetworkSummary A = LarqModels.A.Summary();

    [TestMethod]
    [DataRow("quant_conv2d", "(-1, 64, 64, 32)", 288L, 32L, 1312L, 544L, 10240L, 1179648L)]
    [DataRow("max_pooling2d", "(-1, 32, 32, 32)", 0L, 0L, 0L, 0L, 0L, 0L)]
    [DataRow("batch_normalization", "(-1, 11, 11, 32)", 0L, 64L, 2048L, 512L, 2048L, 0L)]
    [DataRow("flatten", "(-1, 3872)", 0L, 0L, 0L, 0L, 0L, 0L)]
    [DataRow("dense", "(-1, 10)", 0L, 38730L, 1239360L, 309840L, 1239360L, 38720L)]
    public void ModelA_Row_IsLarqs(
        string name, string outputs, long binary, long real, long bits, long int8, long float32, long macs)
    {
        var row = A[name];
        Assert.IsNull(row.InputPrecision);
        Assert.AreEqual(outputs, row.Outputs);
        Assert.AreEqual(binary, row.Weights.GetValueOrDefault(1));
        Assert.AreEqual(real, row.Weights.GetValueOrDefault(32));
        Assert.AreEqual(binary + real, row.Parameters);
        Assert.AreEqual(bits, row.MemoryBits);
        Assert.AreEqual(int8, row.Int8MemoryBits);
        Assert.AreEqual(float32, row.Float32MemoryBits);
        Assert.AreEqual(macs, row.Macs);
        int[] precisions = macs > 0 ? [32] : [];
        CollectionAssert.AreEqual(precisions, row.MacsByPrecision!.Keys.ToArray());
        int[] widths = binary > 0 ? [1, 32] : real > 0 ? [32] : [];
        CollectionAssert.AreEqual(widths, row.Weights.Keys.ToArray());
    }

    [TestMethod]
    public void ModelA_FrozenDense_CountsAsNonTrainable()
    {
        Assert.AreEqual(0L, A["dense"].TrainableParameters);
        Assert.AreEqual(38730L, A["dense"].NonTrainableParameters);
        Assert.AreEqual(64L, A["batch_normalization"].NonTrainableParameters);
        Assert.AreEqual(1952L, A.TrainableParameters);
        Assert.AreEqual(38794L, A.NonTrainableParameters);
    }

    // Both conventions of the parameters: β of 32 channels more, trainable, where nothing is folded.
    [TestMethod]
    public void ModelA_ByKeras_CountsTheOffsetToo()
    {
        var keras = LarqModels.A.Summary(ParameterConvention.Keras);
        Assert.AreEqual(
            (40746L + 32, 1952L + 32, 38794L),
            (keras.Parameters, keras.TrainableParameters, keras.NonTrainableParameters));
        Assert.AreEqual(A.MemoryBits + (32 * 32), keras.MemoryBits);
    }

    // Larq prints one row for the split, with a list of two shapes; here every part is a layer.
    [TestMethod]
    public void ModelB_OfSplitAndConcatenate_IsLarqs()
    {
        var summary = NetworkDefinition.Build(new TensorShape(32, 32, 3), x =>
        {
            var parts = Convolution(x).Split(2, "split");
            return parts[0].Concatenate(parts[1]);
        }).Summary();
        CollectionAssert.AreEqual(
            new[] { "32-bit MACs", "?", "884736", "?", "?", "?", "884736" },
            SummaryTables.LayerCells(summary).Select(row => row[^1]).ToArray());
        Assert.AreEqual("(-1, 32, 32, 16)", summary["split_1"].Outputs);
        CheckModelB(summary);
    }

    // A network depends on its input, so two constant zeros are the input's first two; nothing is counted either way.
    [TestMethod]
    public void ModelD_WithoutWeights_IsLarqs()
    {
        var summary = NetworkDefinition.Build(new TensorShape(32, 32), x => x.Flatten().ChannelSlice(0, 2)).Summary();
        Assert.HasCount(4, SummaryTables.LayerCells(summary)[0]);
        Assert.AreEqual("(-1, 2)", summary.Layers[^1].Outputs);
        CollectionAssert.AreEqual(
            new[] { "0", "0", "0", "0.00 B", "0.00 B", "0.00 B", "0.00", "0" },
            SummaryTables.TotalCells(summary).Select(total => total.Value).ToArray());
    }

    private static void CheckModelB(NetworkSummary summary)
    {
        Assert.IsNull(summary["input"].MacsByPrecision);
        Assert.AreEqual(1888L, summary["quant_conv2d"].MemoryBits);
        CollectionAssert.AreEqual(
            new[]
            {
                ("Total params", "896"),
                ("Trainable params", "896"),
                ("Non-trainable params", "0"),
                ("Model size", "236.00 B"),
                ("Model size (8-bit FP weights)", "140.00 B"),
                ("Float-32 Equivalent", "3.50 KiB"),
                ("Compression Ratio of Memory", "0.07"),
                ("Number of MACs", "885 k"),
            },
            SummaryTables.TotalCells(summary));
        Assert.AreEqual(0.065848, summary.MemoryRatio, 5e-7);
        Assert.AreEqual(884736L, summary.Macs);
    }

    // Larq's subclassed model does not know its shapes and so counts no multiply-accumulates; a definition does.
    [TestMethod]
    public void ModelC_Weights_AreLarqs()
    {
        var summary = NetworkDefinition.Build(new TensorShape(32, 32, 3), x => Convolution(x)
            .GlobalAveragePool().Dense(10)).Summary();
        var rows = summary.Layers.Select(row =>
            (row.Weights.GetValueOrDefault(1), row.Weights.GetValueOrDefault(32), SummaryFormat.Kibibytes(
                row.MemoryBits)));
        CollectionAssert.AreEqual(
            new[] { (0L, 0L, "0"), (864L, 32L, "0.23"), (0L, 0L, "0"), (0L, 330L, "1.29") }, rows.ToArray());
        Assert.AreEqual(1226L, summary.Parameters);
        Assert.AreEqual(1226L, summary.TrainableParameters);
        Assert.AreEqual(1556L * 8, summary.MemoryBits);
        Assert.AreEqual(470L * 8, summary.Int8MemoryBits);
        Assert.AreEqual("4.79 KiB", SummaryFormat.Memory(summary.Float32MemoryBits));
        Assert.AreEqual(0.317292, summary.MemoryRatio, 5e-7);
        Assert.AreEqual(884736L + 320, summary.Macs);
        Assert.IsNull(summary["global_average_pooling2d"].MacsByPrecision);
    }

    // γ and β are trainable, mean and variance are not; both parts by Keras' count of 4·C.
    [TestMethod]
    [DataRow(true, true, 16L, 16L)]
    [DataRow(false, true, 8L, 16L)]
    [DataRow(true, false, 8L, 16L)]
    [DataRow(false, false, 0L, 16L)]
    public void BatchNormalization_ByConvention_CountsFoldedOrAll(
        bool center, bool scale, long trainable, long fixedOnes)
    {
        var network = NetworkDefinition.Build(
            new TensorShape(8), x => x.BatchNormalization(center: center, scale: scale));
        var keras = network.Summary(ParameterConvention.Keras);
        Assert.AreEqual(trainable, keras.TrainableParameters);
        Assert.AreEqual(fixedOnes, keras.NonTrainableParameters);
        var larq = network.Summary();
        Assert.AreEqual(0L, larq.TrainableParameters);
        Assert.AreEqual(16L, larq.NonTrainableParameters);
    }

    [TestMethod]
    public void Macs_Precision_IsTheWiderOfInputAndWeight()
    {
        var summary = NetworkDefinition.Build(new TensorShape(4), x => x
            .QuantDense(4, kernelQuantizer: "ste_sign", name: "kernel")
            .QuantDense(4, "ste_sign", name: "activations")
            .QuantDense(4, "ste_sign", "ste_sign", name: "both")).Summary();
        Assert.AreEqual(32, summary["kernel"].MacsByPrecision!.Keys.Single());
        Assert.AreEqual(32, summary["activations"].MacsByPrecision!.Keys.Single());
        Assert.AreEqual(1, summary["both"].MacsByPrecision!.Keys.Single());
        Assert.AreEqual(1, summary["both"].InputPrecision);
        Assert.AreEqual(1.0 / 3, summary.BinarizedMacRatio, 1e-12);
    }

    [TestMethod]
    public void Indexer_UnknownLayer_IsNamed() =>
        StringAssert.Contains(Assert.ThrowsExactly<KeyNotFoundException>(() => A["nobody"]).Message, "'nobody'");

    // Larq asks a layer for its input_quantizer, which a quantizer does not have, and counts nothing of it.
    [TestMethod]
    public void Summary_QuantizerAsALayer_HasNoPrecisionAndNoCount()
    {
        var row = NetworkDefinition.Build(new TensorShape(4, 4, 2), x => x.Quantize("ste_sign", "q")).Summary()["q"];
        Assert.AreEqual("Quantize", row.ClassName);
        Assert.AreEqual("(-1, 4, 4, 2)", row.Outputs);
        Assert.IsNull(row.InputPrecision);
        Assert.IsNull(row.MacsByPrecision);
        Assert.AreEqual(0, row.Parameters);
    }

    [TestMethod]
    public void Summary_UnknownConvention_ListsTheKnown()
    {
        var network = NetworkDefinition.Build(new TensorShape(2), x => x.Dense(1));
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => network.Summary((ParameterConvention)7));
        StringAssert.Contains(error.Message, "Larq, Keras");
        StringAssert.Contains(error.Message, "7");
    }

    private static NetworkTensor Convolution(NetworkTensor input) =>
        input.QuantConv2D(32, 3, kernelQuantizer: "ste_sign", padding: PadMode.Same);
}
