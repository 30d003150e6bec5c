using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Summary;

namespace Microsoft.ML.Larq.Tests.Networks.Summary;

/// <summary>
/// Rows, totals and tables of Larq's snapshot models (larq 0.13.3, models_test): A and E as networks, the others from
/// rows written by hand.
/// </summary>
[TestClass]
public class SnapshotRowsTests
{
    private static readonly NetworkSummary A = WithoutInput(LarqModels.A);

    private static readonly NetworkSummary E = WithoutInput(NetworkDefinition.Build(new TensorShape(64, 6), x => x
        .QuantConv1D(32, 3, kernelQuantizer: "ste_sign", padding: PadMode.Same, name: "conv1d")
        .MaxPool1D(2, name: "pool")
        .QuantSeparableConv1D(
            16, 3, padding: PadMode.Same, inputQuantizer: "ste_sign", depthwiseQuantizer: "ste_sign",
            pointwiseQuantizer: "ste_sign", name: "sep1d")
        .Flatten()
        .Dense(10)));

    [TestMethod]
    [DataRow("quant_depthwise_conv2d", 576L, 576L, 9216L, 34848L)]
    [DataRow("quant_separable_conv2d", 2336L, 1568L, 43008L, 158752L)]
    public void ModelA_Row_IsLarqs(string name, long bits, long int8, long float32, long macs) =>
        Check(A[name], bits, int8, float32, macs);

    [TestMethod]
    [DataRow("conv1d", 1600L, 832L, 19456L, 36864L)]
    [DataRow("pool", 0L, 0L, 0L, 0L)]
    [DataRow("sep1d", 1120L, 736L, 19968L, 19456L)]
    [DataRow("flatten", 0L, 0L, 0L, 0L)]
    [DataRow("dense", 164160L, 41040L, 164160L, 5120L)]
    public void ModelE_Row_IsLarqs(string name, long bits, long int8, long float32, long macs) =>
        Check(E[name], bits, int8, float32, macs);

    [TestMethod]
    public void ModelA_Totals_AreLarqs()
    {
        CollectionAssert.AreEqual(
            new[]
            {
                ("Total params", "40.7 k"),
                ("Trainable params", "1.95 k"),
                ("Non-trainable params", "38.8 k"),
                ("Model size", "152.05 KiB"),
                ("Model size (8-bit FP weights)", "38.21 KiB"),
                ("Float-32 Equivalent", "159.16 KiB"),
                ("Compression Ratio of Memory", "0.96"),
                ("Number of MACs", "1.41 M"),
                ("Ratio of MACs that are binarized", "0.1124"),
                ("Ratio of MACs that are ternarized", "0.0247"),
            },
            SummaryTables.TotalCells(A));
        Assert.AreEqual((40746L, 1952L, 38794L), (A.Parameters, A.TrainableParameters, A.NonTrainableParameters));
        Assert.AreEqual((1245632L, 313040L, 1303872L), (A.MemoryBits, A.Int8MemoryBits, A.Float32MemoryBits));
        Assert.AreEqual(0.955333, A.MemoryRatio, 5e-7);
        Assert.AreEqual(1411968L, A.Macs);
        Assert.AreEqual(0.112433, A.BinarizedMacRatio, 5e-7);
        Assert.AreEqual(0.024680, A.TernarizedMacRatio, 5e-7);
    }

    [TestMethod]
    public void ModelA_LayerTable_IsLarqs()
    {
        string[][] wanted =
        [
            ["Layer", "Input prec. (bit)", "Outputs", "# 1-bit x 1", "# 2-bit x 1", "# 32-bit x 1", "Memory (kB)",
                "1-bit MACs", "2-bit MACs", "32-bit MACs"],
            ["quant_conv2d", "-", "(-1, 64, 64, 32)", "288", "0", "32", "0.16", "0", "0", "1179648"],
            ["max_pooling2d", "-", "(-1, 32, 32, 32)", "0", "0", "0", "0", "0", "0", "0"],
            ["quant_depthwise_conv2d", "2", "(-1, 11, 11, 32)", "0", "288", "0", "0.07", "0", "34848", "0"],
            ["batch_normalization", "-", "(-1, 11, 11, 32)", "0", "0", "64", "0.25", "0", "0", "0"],
            ["quant_separable_conv2d", "1", "(-1, 11, 11, 32)", "1312", "0", "32", "0.29", "158752", "0", "0"],
            ["flatten", "-", "(-1, 3872)", "0", "0", "0", "0", "0", "0", "0"],
            ["dense", "-", "(-1, 10)", "0", "0", "38730", "151.29", "0", "0", "38720"],
            ["Total", "", "", "1600", "288", "38858", "152.05", "158752", "34848", "1218368"],
        ];
        var cells = SummaryTables.LayerCells(A);
        Assert.HasCount(wanted.Length, cells);
        foreach (var (row, got) in wanted.Zip(cells)) CollectionAssert.AreEqual(row, got, row[0]);
    }

    [TestMethod]
    public void ModelB_LayersWithoutARule_PrintQuestionMarks()
    {
        var b = new NetworkSummary(
        [
            Row("input", null, "(-1, 32, 32, 3)", 0, [], null),
            Row("quant_conv2d", null, "(-1, 32, 32, 32)", 896, [(1, 864), (32, 32)], [(32, 884736)]),
            Row("split", null, "[(-1, 32, 32, 16), (-1, 32, 32, 16)]", 0, [], null),
        ]);
        CollectionAssert.AreEqual(
            new[] { "32-bit MACs", "?", "884736", "?", "884736" },
            SummaryTables.LayerCells(b).Select(row => row[^1]).ToArray());
        Assert.AreEqual("0.23", SummaryTables.LayerCells(b)[^1][^2]);
    }

    [TestMethod]
    public void ModelC_NothingToCount_HasNoColumnsOfMacs()
    {
        var c = new NetworkSummary(
        [
            Row("quant_conv2d", null, "multiple", 896, [(1, 864), (32, 32)], null),
            Row("global_average_pooling2d", null, "multiple", 0, [], null),
            Row("dense", null, "multiple", 330, [(32, 330)], null),
        ]);
        var cells = SummaryTables.LayerCells(c);
        CollectionAssert.AreEqual(new[] { "Total", "", "", "864", "362", "1.52" }, cells[^1]);
        Assert.AreEqual(("Number of MACs", "0"), SummaryTables.TotalCells(c)[^1]);
        Assert.AreEqual("1.23 k", SummaryTables.TotalCells(c)[0].Value);
    }

    [TestMethod]
    public void ModelD_NoWeights_IsAllZeros()
    {
        var d = new NetworkSummary([Row("lambda", null, "(2,)", 0, [], null)]);
        Assert.HasCount(4, SummaryTables.LayerCells(d)[0]);
        CollectionAssert.AreEqual(
            new[] { "0", "0", "0", "0.00 B", "0.00 B", "0.00 B", "0.00", "0" },
            SummaryTables.TotalCells(d).Select(total => total.Value).ToArray());
    }

    // Input precision, output, kernels by their bits, biases: the columns of the table in the reference.
    [TestMethod]
    public void ModelE_LayerTable_IsLarqs()
    {
        string[][] wanted =
        [
            ["Layer", "Input prec. (bit)", "Outputs", "# 1-bit x 1",
                "# 32-bit x 1", "Memory (kB)", "1-bit MACs", "32-bit MACs"],
            ["conv1d", "-", "(-1, 64, 32)", "576", "32", "0.20", "0", "36864"],
            ["pool", "-", "(-1, 32, 32)", "0", "0", "0", "0", "0"],
            ["sep1d", "1", "(-1, 32, 16)", "608", "16", "0.14", "19456", "0"],
            ["flatten", "-", "(-1, 512)", "0", "0", "0", "0", "0"],
            ["dense", "-", "(-1, 10)", "0", "5130", "20.04", "0", "5120"],
            ["Total", "", "", "1184", "5178", "20.37", "19456", "41984"],
        ];
        var cells = SummaryTables.LayerCells(E);
        Assert.HasCount(wanted.Length, cells);
        foreach (var (row, got) in wanted.Zip(cells)) CollectionAssert.AreEqual(row, got, row[0]);
    }

    [TestMethod]
    public void ModelE_Totals_AreLarqs()
    {
        Assert.AreEqual(166880L, E.MemoryBits);
        Assert.AreEqual("20.37 KiB", SummaryFormat.Memory(E.MemoryBits));
        Assert.AreEqual(0.819711, E.MemoryRatio, 5e-7);
        Assert.AreEqual(61440L, E.Macs);
        Assert.AreEqual(0.316667, E.BinarizedMacRatio, 5e-7);
    }

    [TestMethod]
    public void ToString_OfModelA_DrawsBothTables()
    {
        var lines = A.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.HasCount(4 + 9 + 2 + 10, lines);
        StringAssert.StartsWith(lines[1], "| Layer  ");
        StringAssert.Contains(lines[9], "| dense  ");
        StringAssert.Contains(lines[11], " 152.05 |");
        StringAssert.Contains(lines[^2], "Ratio of MACs that are ternarized | ");
        Assert.HasCount(1, lines[..13].Select(line => line.Length).Distinct());
        Assert.HasCount(1, lines[13..].Select(line => line.Length).Distinct());
    }

    [TestMethod]
    public void Equals_RowsOfTheSameCounts_AreEqual()
    {
        static LayerSummary Dense((int, long)[]? macs) => Row("dense", null, "(-1, 10)", 330, [(32, 330)], macs);
        Assert.AreEqual(Dense([(32, 320)]), Dense([(32, 320)]));
        Assert.AreEqual(Dense([(32, 320)]).GetHashCode(), Dense([(32, 320)]).GetHashCode());
        Assert.AreNotEqual(Dense([(32, 320)]), Dense([(1, 320)]));
        Assert.AreNotEqual(Dense([]), Dense(null));
    }

    // Keras' Sequential models have no layer for their input.
    private static NetworkSummary WithoutInput(NetworkDefinition network) => new(network.Summary().Layers[1..]);

    private static void Check(LayerSummary row, long bits, long int8, long float32, long macs) => Assert.AreEqual(
        (bits, int8, float32, macs), (row.MemoryBits, row.Int8MemoryBits, row.Float32MemoryBits, row.Macs));

    private static LayerSummary Row(
        string name, int? input, string outputs, long trainable, (int, long)[] weights, (int, long)[]? macs) => new()
        {
            Name = name,
            ClassName = "",
            InputPrecision = input,
            Outputs = outputs,
            TrainableParameters = trainable,
            Weights = LayerSummary.Counts(weights),
            MacsByPrecision = macs is null ? null : LayerSummary.Counts(macs),
        };
}
