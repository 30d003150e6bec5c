using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Tests.Networks.Samples;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

[TestClass]
public class PackedNetworkTests
{
    private static PackedCase Small() => new(1, new TensorShape(7, 5, 3), x => x
        .Conv2D(8, 3, padding: PadMode.Same).BatchNormalization(epsilon: PackedCase.Epsilon)
        .Residual(y => y.QuantConv2D(
            8, 3, padding: PadMode.Same, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign"))
        .Flatten().QuantDense(4, "approx_sign", "ste_sign"));

    [TestMethod]
    public void Score_ManyRows_EqualsRowByRow()
    {
        var network = Small();
        var rows = Enumerable.Range(0, 20).Select(_ => network.Row()).ToArray();
        CollectionAssert.AreEqual(
            rows.SelectMany(network.Score).ToArray(), network.Score([.. rows.SelectMany(row => row)]));
    }

    [TestMethod]
    public void Score_EightThreads_EqualOne()
    {
        var network = Small();
        var rows = Enumerable.Range(0, 64).Select(_ => network.Row()).ToArray();
        var expected = rows.Select(network.Score).ToArray();
        using var start = new Barrier(8);
        var wrong = 0;
        var threads = Enumerable.Range(0, 8).Select(number => new Thread(() =>
        {
            start.SignalAndWait();
            for (var i = 0; i < 256; i++)
            {
                var row = (i + (number * 8)) % rows.Length;
                if (!network.Score(rows[row]).AsSpan().SequenceEqual(expected[row])) Interlocked.Increment(ref wrong);
            }
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Assert.AreEqual(0, wrong);
    }

    [TestMethod]
    public void Score_NoRows_DoesNothing() => Small().Network.Score([], []);

    [TestMethod]
    [DataRow(104, 4, "105")]
    [DataRow(106, 4, "106")]
    [DataRow(105, 3, "3")]
    [DataRow(105, 8, "8")]
    [DataRow(210, 4, "2 rows")]
    [DataRow(0, 4, "0 rows")]
    public void Score_WrongLengths_SaysWhatIsWanted(int rows, int scores, string said)
    {
        var network = Small().Network;
        var error = Assert.ThrowsExactly<ArgumentException>(() => network.Score(new float[rows], new float[scores]));
        StringAssert.Contains(error.Message, said);
    }

    [TestMethod]
    public void Score_OverlappingSpans_IsRefused()
    {
        var network = Small().Network;
        var memory = new float[105 + 4];
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => network.Score(memory.AsSpan(0, 105), memory.AsSpan(104, 4)));
        StringAssert.Contains(error.Message, "overlap");
    }

    [TestMethod]
    public void Score_NaNInfinityAndMinusZero_QuantizeAsDocumented()
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(5), x => x.QuantDense(5, "ste_sign", "ste_sign", useBias: false));
        float[] kernel = [.. Enumerable.Range(0, 25).Select(i => i / 5 == i % 5 ? -1f : 1f)];
        var weights = new WeightArray(new TensorShape(5, 5), kernel);
        var network = PackedNetwork.Compile(definition, new NetworkWeights([new("quant_dense/kernel", weights)]));
        var scores = new float[5];
        network.Score([float.NaN, -0f, float.PositiveInfinity, float.NegativeInfinity, -float.Epsilon], scores);

        // Signs + + + − −: their sum is 1; unit i subtracts sign i twice.
        CollectionAssert.AreEqual(new float[] { -1, -1, -1, 3, 3 }, scores);
    }

    [TestMethod]
    public void Compile_WeightsOfAnotherNetwork_NamesTheWeight()
    {
        var network = Small();
        var kernel = network.Weights["conv2d/kernel"];
        void Refuses(NetworkWeights weights, string said)
        {
            var error = Assert.ThrowsExactly<ArgumentException>(
                () => PackedNetwork.Compile(network.Definition, weights));
            StringAssert.Contains(error.Message, said);
        }

        Refuses(new NetworkWeights(network.Weights.Where(pair => pair.Key != "conv2d/kernel")), "conv2d/kernel");
        Refuses(network.Weights.With([new("stranger/kernel", kernel)]), "stranger/kernel");
        Refuses(network.Weights.With([new("quant_dense/kernel", kernel)]), "quant_dense/kernel");
        Assert.ThrowsExactly<ArgumentNullException>(() => PackedNetwork.Compile(null!, network.Weights));
        Assert.ThrowsExactly<ArgumentNullException>(() => PackedNetwork.Compile(network.Definition, null!));
    }

    [TestMethod]
    public void Compile_Sizes_AreTheDefinitions()
    {
        var network = Small();
        Assert.AreEqual(7 * 5 * 3, network.Network.InputSize);
        Assert.AreEqual(4, network.Network.OutputSize);
        Assert.AreSame(network.Definition, network.Network.Definition);
    }

    [TestMethod]
    public void Compile_EveryKindOfLayer_EqualsTheOracle()
    {
        var all = new PackedCase(2, new TensorShape(12), x => x
            .QuantileThermometer(3).QuantDense(6, kernelQuantizer: "ste_sign")
            .BatchNormalization(epsilon: PackedCase.Epsilon).Concatenate(x.Dense(4))
            .Add(x.Dense(10)).Relu().Dropout(0.2f));
        var image = new PackedCase(3, new TensorShape(8, 8, 3), x => x.Conv2D(4, 3)
            .QuantConv2D(8, 2, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign").MaxPool2D(2, 1)
            .Concatenate(x.AveragePool2D(2).Conv2D(2, 1)).GlobalAveragePool().Flatten());
        all.AssertClose("vectors", rows: 4);
        image.AssertClose("images", rows: 4);
        foreach (var sample in KindSamples.All.Where(sample => sample.Kind is not InputLayer))
        {
            new PackedCase(4, sample.Inputs[0], x => x.Apply(
                sample.Kind, Enumerable.Repeat(x, sample.Inputs.Length - 1)))
                .AssertClose(sample.Kind.ClassName, rows: 2);
        }
    }
}
