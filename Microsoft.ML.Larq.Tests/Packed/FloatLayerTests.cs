using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Packed.Sets;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

[TestClass]
public class FloatLayerTests
{
    private static readonly (PadMode PadMode, float Pad)[] Borders =
        [(PadMode.Valid, 0f), (PadMode.Same, 0f), (PadMode.Same, 0.5f)];

    [TestMethod]
    [DataRow(null, null)]
    [DataRow("ste_sign", null)]
    [DataRow(null, "ste_sign")]
    public void QuantConv2D_FloatGrid_IsExact(string? input, string? kernel)
    {
        var seed = 0;
        foreach (var (channels, groups) in new[] { (1, 1), (3, 1), (33, 1), (4, 2), (12, 4) })
        {
            foreach (var size in new[] { 1, 2, 3, 5 })
            {
                foreach (var stride in new[] { 1, 2, 3 })
                {
                    foreach (var (padding, pad) in Borders)
                    {
                        var dilation = 1 + (seed % 2);
                        var conv = new PackedCase(seed++, new TensorShape(9, 11, channels), x => x.QuantConv2D(
                            68, size, stride, padding, pad, input, kernel, dilation, groups));
                        Assert.IsFalse(conv.Network.Report["quant_conv2d"].IsPacked);
                        conv.AssertExact(
                            $"{channels} channels, {groups} groups, kernel {size}, stride {stride}, {padding}, {pad}");
                    }
                }
            }
        }
    }

    [TestMethod]
    [DataRow(null, null)]
    [DataRow("ste_sign", null)]
    [DataRow(null, "ste_sign")]
    public void QuantDense_Float_IsExact(string? input, string? kernel)
    {
        foreach (var length in new[] { 1, 2, 63, 64, 65, 130 })
        {
            new PackedCase(length, new TensorShape(length), x => x.QuantDense(65, input, kernel))
                .AssertExact($"{length} inputs", rows: 2);
        }
    }

    [TestMethod]
    public void Dense_RandomWeights_IsClose()
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(300), x => x.Dense(20, ActivationFunction.Tanh).Dense(4));
        var weights = NetworkWeights.Initialize(definition, 5);
        var random = new Random(6);
        var row = Enumerable.Range(0, 300).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var scores = new float[4];
        PackedNetwork.Compile(definition, weights).Score(row, scores);
        PackedCase.AssertClose(NaiveNetwork.Evaluate(definition, weights, row), scores, "two dense layers");
    }

    // In single precision 1e8 + 1 = 1e8, so the order of a sum shows.
    [TestMethod]
    [DataRow(1e8f, -1e8f, 1f, 1f)]
    [DataRow(1e8f, 1f, -1e8f, 0f)]
    public void Dense_Sums_AreTakenInOrder(float first, float second, float third, float sum)
    {
        var definition = NetworkDefinition.Build(new TensorShape(3), x => x.Dense(1, useBias: false));
        var ones = new WeightArray(new TensorShape(3, 1), [1, 1, 1]);
        var scores = new float[1];
        var network = PackedNetwork.Compile(definition, new NetworkWeights([new("dense/kernel", ones)]));
        network.Score([first, second, third], scores);
        Assert.AreEqual(sum, scores[0]);
    }

    // Signs are summed in groups of four, (±a ± b) + (±c ± d): 1e8 + 1 = 1e8 shows it.
    [TestMethod]
    [DataRow(1e8f, 1f, -1e8f, 1f, 0f)]
    [DataRow(1e8f, -1e8f, 1f, 1f, 2f)]
    [DataRow(1f, 1f, 1e8f, -1e8f, 2f)]
    public void QuantDense_Sums_AreTakenInGroups(float a, float b, float c, float d, float sum)
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(4), x => x.QuantDense(1, kernelQuantizer: "ste_sign", useBias: false));
        var ones = new WeightArray(new TensorShape(4, 1), [1, 1, 1, 1]);
        foreach (var set in KernelSet.Available)
        {
            var scores = new float[1];
            var weights = new NetworkWeights([new("quant_dense/kernel", ones)]);
            PackedNetwork.Compile(definition, weights, set).Score([a, b, c, d], scores);
            Assert.AreEqual(sum, scores[0], set.Name);
        }
    }

    [TestMethod]
    public void QuantDense_KernelInBits_IsCloseToTheKernelInNumbers()
    {
        foreach (var units in new[] { 1, 63, 64, 65, 130 })
        {
            var random = new Random(units);
            var kernel = Enumerable.Range(0, 50 * units).Select(_ => random.Next(2) == 0 ? 1f : -1f).ToArray();
            var row = Enumerable.Range(0, 50).Select(_ => random.NextSingle() - 0.5f).ToArray();
            float[] Score(string name, Func<NetworkTensor, NetworkTensor> build)
            {
                var definition = NetworkDefinition.Build(new TensorShape(50), build);
                var weight = new WeightArray(new TensorShape(50, units), kernel);
                var scores = new float[units];
                var weights = new NetworkWeights([new($"{name}/kernel", weight)]);
                PackedNetwork.Compile(definition, weights).Score(row, scores);
                return scores;
            }

            PackedCase.AssertClose(
                [.. Score("dense", x => x.Dense(units, useBias: false)).Select(sum => (double)sum)],
                Score("quant_dense", x => x.QuantDense(units, kernelQuantizer: "ste_sign", useBias: false)),
                $"{units} units");
        }
    }

    [TestMethod]
    public void MaxPool_Grid_IsExact() =>
        PoolGrid((x, size, stride, padding) => x.MaxPool2D(size, stride, padding), true);

    [TestMethod]
    public void AveragePool_Grid_IsClose() =>
        PoolGrid((x, size, stride, padding) => x.AveragePool2D(size, stride, padding), false);

    [TestMethod]
    public void GlobalAveragePool_OddSizes_IsClose()
    {
        foreach (var (height, width) in new[] { (1, 1), (1, 7), (3, 5), (8, 8) })
        {
            new PackedCase(height, new TensorShape(height, width, 3), x => x.GlobalAveragePool())
                .AssertClose($"{height}×{width}", rows: 3);
        }
    }

    [TestMethod]
    public void MaxPool_AllNegativeAtTheBorder_PaddingNeverWins()
    {
        var definition = NetworkDefinition.Build(new TensorShape(3, 3, 1), x => x.MaxPool2D(2, padding: PadMode.Same));
        var network = PackedNetwork.Compile(definition, new NetworkWeights([]));
        var scores = new float[4];
        network.Score([-9, -8, -7, -6, -5, -4, -3, -2, -1], scores);
        CollectionAssert.AreEqual(new[] { -5f, -4f, -2f, -1f }, scores);
    }

    [TestMethod]
    public void ConcatenateAndAdd_OfThree_AreExact()
    {
        new PackedCase(4, new TensorShape(4, 3, 5), x =>
        {
            var (a, b) = (x.Conv2D(2, 1), x.Conv2D(7, 1));
            return x.Apply(new ConcatenateLayer(), [a, b, a]);
        }).AssertExact("three images");
        new PackedCase(5, new TensorShape(6), x => x.Apply(new ConcatenateLayer(), [x.Dense(3), x]))
            .AssertExact("vectors");
        new PackedCase(6, new TensorShape(6), x => x.Apply(new AddLayer(), [x.Dense(6), x, x])).AssertExact("sum");
    }

    [TestMethod]
    public void Build_OutputIsTheInput_GivesTheInput()
    {
        var same = new PackedCase(7, new TensorShape(2, 3, 4), x => x);
        same.AssertExact("nothing", rows: 2);
        Assert.IsEmpty(same.Network.Report.Layers);
        new PackedCase(8, new TensorShape(2, 3, 4), x => x.Flatten().Dropout(0.5f)).AssertExact("renamed");
    }

    private static void PoolGrid(Func<NetworkTensor, Size2D, Size2D?, PadMode, NetworkTensor> pool, bool exact)
    {
        var seed = 0;
        foreach (var size in new Size2D[] { 1, 2, 3, 5, (2, 3) })
        {
            foreach (var stride in new Size2D?[] { null, 1, 2, 3, (3, 1) })
            {
                foreach (var padding in new[] { PadMode.Valid, PadMode.Same })
                {
                    var network = new PackedCase(seed++, new TensorShape(9, 7, 3), x => pool(x, size, stride, padding));
                    var what = $"window {size}, strides {stride}, {padding}";
                    if (exact) network.AssertExact(what);
                    else network.AssertClose(what);
                }
            }
        }
    }
}
