using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Packed.Sets;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

/// <summary>NaN, infinities and −0 among ordinary numbers: the same in every kernel.</summary>
[TestClass]
public class OddNumberTests
{
    private static readonly float[] Odd =
        [0f, -0f, float.NaN, float.Epsilon, -float.Epsilon, float.PositiveInfinity, float.NegativeInfinity, 1, -1];

    [TestMethod]
    public void Score_OddNumbers_AreTheSameInEveryKernel()
    {
        var seed = 0;
        foreach (var channels in new[] { 1, 8, 17, 64 })
        {
            foreach (var network in Networks(channels))
            {
                var one = new PackedCase(seed++, new TensorShape(6, 7, channels), network);
                var random = new Random(seed);
                for (var again = 0; again < 10; again++)
                {
                    var row = one.Row();
                    for (var i = 0; i < row.Length; i++)
                    {
                        if (random.Next(4) == 0) row[i] = Odd[random.Next(Odd.Length)];
                    }

                    var scores = one.Networks.Select(packed =>
                    {
                        var result = new float[packed.OutputSize];
                        packed.Score(row, result);
                        return result;
                    }).ToArray();
                    foreach (var other in scores)
                        CollectionAssert.AreEqual(scores[^1], other, $"{channels} channels, seed {seed}");
                }
            }
        }
    }

    // The sign of a maximum with NaN is +1, as the sign of NaN is; of infinities and zeros that of the largest.
    [TestMethod]
    [DataRow(float.NaN, -1f, 1f)]
    [DataRow(-1f, float.NaN, 1f)]
    [DataRow(-0f, -1f, 1f)]
    [DataRow(float.NegativeInfinity, -float.Epsilon, -1f)]
    [DataRow(float.NegativeInfinity, float.PositiveInfinity, 1f)]
    public void Score_MaximumBeforeASign_GivesTheGoldenSign(float first, float second, float sign)
    {
        var definition = NetworkDefinition.Build(new TensorShape(1, 2, 1), x => x
            .MaxPool2D((1, 2)).Flatten().QuantDense(1, "ste_sign", "ste_sign", useBias: false));
        var weights = new NetworkWeights([new("quant_dense/kernel", new WeightArray(new TensorShape(1, 1), [1]))]);
        foreach (var set in KernelSet.Available)
        {
            var scores = new float[1];
            PackedNetwork.Compile(definition, weights, set).Score([first, second], scores);
            Assert.AreEqual(sign, scores[0], set.Name);
        }
    }

    private static IEnumerable<Func<NetworkTensor, NetworkTensor>> Networks(int channels)
    {
        NetworkTensor Sign(NetworkTensor x) => x.QuantConv2D(
            channels, 3, padding: PadMode.Same, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign");
        yield return x => Sign(x.MaxPool2D(2));
        yield return x => Sign(x).Add(x).MaxPool2D(3, 1, PadMode.Same).Flatten().QuantDense(70, "ste_sign", "ste_sign");
        yield return x => x.Conv2D(channels, 3, padding: PadMode.Same).BatchNormalization().Relu().Add(x);
        yield return x => Sign(x.Conv2D(40, 1).Activation(ActivationFunction.HardTanh)).BatchNormalization().Add(x);
        yield return x => x.QuantConv2D(40, 3, inputQuantizer: "ste_heaviside", kernelQuantizer: "ste_tern");
        yield return x => x.QuantConv2D(300, 3, 1, PadMode.Same, 1, "dorefa_quantizer", "ste_sign");
        yield return x => x.QuantConv2D(7, 3, inputQuantizer: "dorefa_quantizer(k_bit=9)", kernelQuantizer: "ste_tern");
        yield return x => x.QuantConv2D(40, 3, kernelQuantizer: "ste_sign").GlobalAveragePool().Dense(3);
    }
}
