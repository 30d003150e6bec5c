using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

[TestClass]
public class RandomNetworkTests
{
    [TestMethod]
    public void Score_RandomGraphs_EqualTheOracle()
    {
        var packed = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var network = random.Next(3) == 0
                ? new PackedCase(seed, new TensorShape(random.Next(1, 80)), x => Vectors(random, x))
                : new PackedCase(
                    seed, new TensorShape(random.Next(3, 10), random.Next(3, 10), random.Next(1, 6)),
                    x => Images(random, x));
            network.AssertClose($"seed {seed}: {network.Definition.ToJson()}", rows: 2);
            packed += network.Networks[0].Report.Layers.Count(layer => layer.IsPacked);
        }

        Assert.IsGreaterThan(200, packed);
    }

    internal static NetworkTensor Images(Random random, NetworkTensor input)
    {
        // Every image of one size, so that any two can be joined.
        var images = new List<NetworkTensor> { input };
        for (var i = random.Next(2, 8); i > 0; i--)
        {
            var x = images[random.Next(2) == 0 ? ^1 : random.Next(images.Count)];
            var other = images[random.Next(images.Count)];
            images.Add(random.Next(9) switch
            {
                0 => x.Conv2D(random.Next(1, 6), random.Next(1, 4), padding: PadMode.Same),
                1 or 2 or 3 => x.QuantConv2D(
                    random.Next(1, 70), random.Next(1, 5), padding: PadMode.Same, padValue: random.Next(-1, 2),
                    inputQuantizer: "ste_sign", kernelQuantizer: random.Next(5) == 0 ? null : "ste_sign",
                    dilationRate: random.Next(1, 3), useBias: random.Next(2) == 0),
                4 => x.BatchNormalization(epsilon: PackedCase.Epsilon),
                5 => x.Activation(random.Next(2) == 0 ? ActivationFunction.Relu : ActivationFunction.HardTanh),
                6 => x.MaxPool2D(random.Next(1, 4), 1, PadMode.Same),
                7 => x.Concatenate(other),
                _ => x.Shape == other.Shape ? x.Add(other) : x.Residual(y => y.Conv2D(y.Shape.Channels, 1)),
            });
        }

        var last = images[^1];
        return random.Next(4) switch
        {
            0 => last,
            1 => last.GlobalAveragePool().Dense(3),
            2 => last.AveragePool2D(2, padding: PadMode.Same).Flatten().Dense(3, ActivationFunction.LeakyTanh),
            _ => last.Flatten().QuantDense(4, "ste_sign", "ste_sign").Activation(ActivationFunction.Tanh),
        };
    }

    internal static NetworkTensor Vectors(Random random, NetworkTensor input)
    {
        var vectors = new List<NetworkTensor>
        {
            input, input.QuantileThermometer(random.Next(1, 9)),
            input.Apply(new ThermometerLayer
            {
                Bits = [1, .. Enumerable.Range(1, input.Shape.Size - 1).Select(_ => random.Next(0, 20))],
            }),
        };
        for (var i = random.Next(2, 8); i > 0; i--)
        {
            var x = vectors[random.Next(2) == 0 ? ^1 : random.Next(vectors.Count)];
            var other = vectors[random.Next(vectors.Count)];
            vectors.Add(random.Next(6) switch
            {
                0 => x.Dense(random.Next(1, 20)),
                1 or 2 => x.QuantDense(
                    random.Next(1, 90), random.Next(2) == 0 ? "ste_sign" : null, "approx_sign",
                    ActivationFunction.HardTanh),
                3 => x.BatchNormalization(epsilon: PackedCase.Epsilon),
                4 => x.Concatenate(other),
                _ => x.Shape == other.Shape
                    ? x.Add(other)
                    : x.Residual(y => y.QuantDense(y.Shape.Size, "ste_sign", "ste_sign")),
            });
        }

        return vectors[^1].Dense(2, ActivationFunction.Sigmoid);
    }
}
