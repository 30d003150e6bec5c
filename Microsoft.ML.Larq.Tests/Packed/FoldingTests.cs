using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Sets;
using Microsoft.ML.Larq.Tests.Packed.Kernels;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

/// <summary>What vectors fold, the scalar kernels compute one after the other: every bit must agree.</summary>
[TestClass]
public class FoldingTests
{
    [TestMethod]
    [DataRow(0f)]
    [DataRow(1f)]
    [DataRow(-1f)]
    public void Score_ChainsOfBinaryLayers_HaveTheBitsOfTheScalar(float pad)
    {
        var functions = new[]
        {
            ActivationFunction.Linear, ActivationFunction.Relu, ActivationFunction.HardTanh, ActivationFunction.Tanh,
        };
        var seed = 0;
        foreach (var filters in new[] { 1, 7, 8, 31, 33, 56, 57, 64, 112, 130 })
        {
            foreach (var function in functions)
            {
                NetworkTensor Conv(NetworkTensor x, int kernel, bool bias) => x.QuantConv2D(
                    filters, kernel, padding: PadMode.Same, padValue: pad, inputQuantizer: "ste_sign",
                    kernelQuantizer: "ste_sign", useBias: bias);
                var chain = NetworkDefinition.Build(new TensorShape(7, 6, 9), x => Conv(
                    Conv(Conv(x, 3, true).Activation(function).BatchNormalization(), 2, false).BatchNormalization(),
                    3, true));
                AssertSameBits(chain, seed++, $"{filters} filters, {function}");
            }
        }
    }

    [TestMethod]
    public void Score_SharedNumbersAndSigns_HaveTheBitsOfTheScalar()
    {
        var shared = NetworkDefinition.Build(new TensorShape(5, 5, 8), x => x
            .Residual(y => y.QuantConv2D(8, 3, padding: PadMode.Same, inputQuantizer: "ste_sign",
                kernelQuantizer: "ste_sign").BatchNormalization())
            .Residual(y => y.QuantConv2D(8, 3, padding: PadMode.Same, inputQuantizer: "ste_sign",
                kernelQuantizer: "ste_sign").BatchNormalization().Relu())
            .Flatten().QuantDense(70, "ste_sign", "ste_sign").BatchNormalization()
            .QuantDense(9, "ste_sign", "ste_sign").BatchNormalization());
        AssertSameBits(shared, 1, "shared");
    }

    [TestMethod]
    public void Report_OfAChain_SaysWhatIsFolded()
    {
        var chain = new PackedCase(1, new TensorShape(8), x => x
            .QuantDense(70, "ste_sign", "ste_sign", name: "first").BatchNormalization(name: "norm")
            .QuantDense(3, "ste_sign", "ste_sign", name: "second"));
        foreach (var network in chain.Networks[..^1])
        {
            Assert.AreEqual("folded", network.Report["norm"].Kernel);
            Assert.AreEqual("part of first", network.Report["norm"].Why);
            StringAssert.EndsWith(network.Report["first"].Why, "; writes signs through integer thresholds");
            Assert.AreEqual("input ste_sign, kernel ste_sign", network.Report["second"].Why);
        }

        Assert.AreEqual("real numbers", chain.Networks[^1].Report["norm"].Why);
    }

    // A maximum of which only the signs are read, with and without a normalization between them, of both signs.
    [TestMethod]
    public void Score_MaximumBeforeASign_HasTheBitsOfTheScalar()
    {
        var seed = 0;
        foreach (var channels in new[] { 1, 7, 8, 9, 63, 64, 65, 72, 130 })
        {
            foreach (var (pool, strides, padding) in new[]
                { (2, 2, PadMode.Valid), (3, 2, PadMode.Same), (3, 1, PadMode.Same), (2, 3, PadMode.Valid) })
            {
                NetworkTensor Sign(NetworkTensor x) => x.QuantConv2D(
                    channels, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: "ste_sign",
                    kernelQuantizer: "ste_sign");
                var net = NetworkDefinition.Build(new TensorShape(9, 8, 9), x => Sign(Sign(Sign(x)
                    .MaxPool2D(pool, strides, padding).BatchNormalization()).MaxPool2D(2, 1, PadMode.Same))
                    .Flatten().QuantDense(5, "ste_sign", "ste_sign"));
                AssertSameBits(net, seed++, $"{channels} channels, {pool}, {strides}, {padding}");
            }
        }
    }

    [TestMethod]
    public void Score_ShortcutsOfEveryKind_HaveTheBitsOfTheScalar()
    {
        foreach (var channels in new[] { 1, 5, 8, 16, 33, 64, 100 })
        {
            NetworkTensor Binary(NetworkTensor x) => x.QuantConv2D(
                channels, 3, padding: PadMode.Same, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign");
            NetworkTensor Block(NetworkTensor x) => Binary(x).BatchNormalization().Add(x);
            var net = NetworkDefinition.Build(new TensorShape(7, 6, 3), x =>
            {
                var stem = x.Conv2D(channels, 3, padding: PadMode.Same).Relu();
                var two = Block(Block(stem));
                var both = Binary(two).Add(two.Conv2D(channels, 1).BatchNormalization());
                return both.Add(both).Add(stem.Conv2D(channels, 1)).Add(Binary(stem));
            });
            AssertSameBits(net, channels, $"{channels} channels");
        }
    }

    [TestMethod]
    public void Report_OfShortcutsAndMaxima_SaysWhatIsFolded()
    {
        var net = new PackedCase(3, new TensorShape(6, 6, 8), x => x
            .QuantConv2D(8, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: "ste_sign",
                kernelQuantizer: "ste_sign", name: "first")
            .MaxPool2D(2, name: "pool").BatchNormalization(epsilon: PackedCase.Epsilon, name: "norm")
            .QuantConv2D(8, 1, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign", name: "second")
            .Residual(y => y.Conv2D(8, 1, name: "third").BatchNormalization(name: "norm2"), name: "add")
            .Flatten().QuantDense(3, "ste_sign", "ste_sign"));
        foreach (var network in net.Networks[..^1])
        {
            var report = network.Report;
            Assert.IsTrue(report["pool"].IsPacked);
            Assert.AreEqual("bits", report["pool"].Kernel);
            Assert.AreEqual("only its signs are read: the maximum of signs", report["pool"].Why);
            Assert.AreEqual("part of first", report["norm"].Why);
            StringAssert.EndsWith(report["first"].Why, "; writes signs through integer thresholds");
            Assert.AreEqual("part of third", report["norm2"].Why);
            Assert.AreEqual("part of third", report["add"].Why);
        }

        Assert.AreEqual("real numbers", net.Networks[^1].Report["pool"].Why);
    }

    // Every sum of 2K + 1, for scales and offsets of every kind: the sign must be that of the number.
    [TestMethod]
    [DataRow(ActivationFunction.Linear)]
    [DataRow(ActivationFunction.Relu)]
    [DataRow(ActivationFunction.Relu6)]
    [DataRow(ActivationFunction.HardTanh)]
    public void Write_EverySum_IsTheSignOfTheFloat(ActivationFunction function)
    {
        const int Most = 70;
        float[] kinds = [0f, -0f, 1f, -1f, 0.3f, -0.3f, 1e-38f, -1e-42f, 3e38f, -3e38f, 13.37f, -41.999996f,
            float.NaN, float.PositiveInfinity, float.NegativeInfinity];
        var (bias, scale, offset) = (new List<float>(), new List<float>(), new List<float>());
        foreach (var b in kinds)
        {
            foreach (var s in kinds)
            {
                foreach (var o in kinds)
                {
                    bias.Add(b);
                    scale.Add(s);
                    offset.Add(o);
                }
            }
        }

        var finish = new SumFinish([.. bias], function).Then([.. scale], [.. offset]);
        Assert.IsTrue(finish.IsMonotone);
        var thresholds = new SumThresholds(finish, bias.Count, Most);
        var bytes = new byte[(bias.Count + 15) / 8];
        foreach (var width in Widths.Available)
        {
            for (var sum = -Most; sum <= Most; sum++)
            {
                width.WriteEqualSums(thresholds, bias.Count, sum, bytes);
                for (var i = 0; i < bias.Count; i++)
                {
                    var expected = finish.One(sum, i) < 0;
                    if (expected != ((bytes[i / 8] & (1 << (i % 8))) != 0))
                        Assert.Fail($"{width.Name}, filter {i}, sum {sum}");
                }
            }
        }
    }

    private static void AssertSameBits(NetworkDefinition definition, int seed, string what)
    {
        var random = new Random(seed);
        float Draw(string name) => name switch
        {
            "moving_variance" => random.NextSingle() * 50,
            "gamma" => random.Next(5) == 0 ? 0 : random.NextSingle() - 0.5f,
            "moving_mean" => (random.NextSingle() - 0.5f) * 20,
            _ => random.NextSingle() - 0.5f,
        };
        var weights = new NetworkWeights(definition.Layers.SelectMany(layer => layer.Weights.Select(spec =>
            KeyValuePair.Create($"{layer.Name}/{spec.Name}", new WeightArray(
                spec.Shape, [.. Enumerable.Range(0, spec.Shape.Size).Select(_ => Draw(spec.Name))])))));
        var row = Enumerable.Range(0, definition.InputShape.Size).Select(_ => random.NextSingle() - 0.5f).ToArray();
        float[] Score(KernelSet set)
        {
            var network = PackedNetwork.Compile(definition, weights, set);
            var scores = new float[network.OutputSize];
            for (var i = 0; i < 2; i++) network.Score(row, scores);
            return scores;
        }

        var expected = Score(KernelSet.Scalar);
        foreach (var set in KernelSet.Available) CollectionAssert.AreEqual(expected, Score(set), $"{set.Name}: {what}");
    }
}
