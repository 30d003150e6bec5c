using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

/// <summary>Random chains of every geometry, each layer with an input and a kernel of its own.</summary>
/// <remarks>
/// Thirds and scales, which single precision rounds, come last in a chain: behind them a sign or a level could hang on
/// the rounding.
/// </remarks>
[TestClass]
public class RandomOperandsTests
{
    private static readonly string?[] Inputs =
        ["ste_sign", "ste_heaviside", "dorefa_quantizer(k_bit=1)", null, "dorefa_quantizer", "dorefa_quantizer"];

    private static readonly string?[] Kernels =
        ["ste_sign", "ste_sign", "ste_tern", null, "magnitude_aware_sign", "magnitude_aware_sign_unclipped"];

    [TestMethod]
    public void Score_RandomChains_EqualTheOracle()
    {
        var packed = 0;
        for (var seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            var network = new PackedCase(
                seed, new TensorShape(random.Next(4, 8), random.Next(4, 8), random.Next(1, 70)),
                x => Chain(random, x));
            network.AssertClose($"seed {seed}: {network.Network.Report}", rows: 2);
            packed += network.Network.Report.Layers.Count(layer => layer.IsPacked);
        }

        // By plain kernels fewer are worth it than by vectors.
        Assert.IsGreaterThan(80, packed);
    }

    private static NetworkTensor Chain(Random random, NetworkTensor x)
    {
        for (var i = random.Next(1, 3); i > 0; i--)
        {
            x = Layer(random, x, i > 1 ? 4 : Kernels.Length);
            if (random.Next(3) == 0) x = x.BatchNormalization(epsilon: PackedCase.Epsilon);
        }

        return x;
    }

    private static NetworkTensor Layer(Random random, NetworkTensor x, int kinds)
    {
        var (input, kernel) = (Inputs[random.Next(kinds)], Kernels[random.Next(kinds)]);
        var (filters, size, stride) = (random.Next(1, 70), random.Next(1, 4), random.Next(1, 3));
        var (pad, multiplier) = (random.Next(2), random.Next(1, 3));
        return random.Next(5) switch
        {
            0 => x.QuantConv2DTranspose(
                filters, size, stride, random.Next(2) == 0 ? PadMode.Same : PadMode.Valid, null, input, kernel),
            1 => x.QuantLocallyConnected2D(filters, 1 + (size % 2), stride, input, kernel),
            2 => x.QuantDepthwiseConv2D(size, stride, PadMode.Same, pad, multiplier, input, kernel),
            3 => x.QuantSeparableConv2D(
                filters, size, stride, PadMode.Same, pad, multiplier, input, kernel,
                Kernels[random.Next(kinds)]),
            _ => x.QuantConv2D(filters, size, stride, PadMode.Same, pad, input, kernel),
        };
    }
}
