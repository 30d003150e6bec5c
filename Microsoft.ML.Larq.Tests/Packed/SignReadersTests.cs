using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

/// <summary>What stands between a layer's sums and the signs that are read of them, against the oracle.</summary>
[TestClass]
public class SignReadersTests
{
    private static readonly TensorShape Image = new(4, 3, 5);

    public static IEnumerable<object[]> Functions =>
        Enum.GetValues<ActivationFunction>().Select(function => new object[] { function });

    // The signs are those of the sum with the shortcut, which integer thresholds of the layer know nothing of.
    [TestMethod]
    [DataRow(5)]
    [DataRow(8)]
    [DataRow(64)]
    public void Score_SignsOfASumWithItsShortcut_CountTheShortcut(int channels)
    {
        var net = new PackedCase(3, new TensorShape(4, 3, channels), x => Binary(x, channels).Add(x)
            .Conv(channels).Flatten().QuantDense(4, "ste_sign", "ste_sign"));
        net.AssertExact($"{channels} channels", rows: 5);
    }

    // Of a function that falls and rises the sign changes twice: no threshold tells it. A tanh that is 1 in single
    // precision and not in double makes another tie, so that the plain kernels are the oracle beside it.
    [TestMethod]
    [DynamicData(nameof(Functions))]
    public void Score_SignsOfAnyFunction_AreThoseOfItsNumbers(ActivationFunction function)
    {
        var net = new PackedCase(4, Image, x => Binary(x, 64)
            .Activation(function).BatchNormalization(epsilon: PackedCase.Epsilon).Conv(7));
        if (function != ActivationFunction.Tanh) net.AssertClose($"{function}", rows: 3);
        var row = net.Row();
        var scores = net.Networks.Select(network =>
        {
            var one = new float[network.OutputSize];
            network.Score(row, one);
            return one;
        }).ToArray();
        foreach (var one in scores) CollectionAssert.AreEqual(scores[^1], one, $"{function}");
    }

    // Without a bias a scale is the first thing that meets the sums of kernels that are told by two planes.
    [TestMethod]
    [DataRow("ste_sign", "ste_tern")]
    [DataRow("ste_sign", "magnitude_aware_sign")]
    [DataRow("ste_heaviside", "ste_sign")]
    [DataRow("ste_heaviside", "ste_tern")]
    [DataRow("dorefa_quantizer(k_bit=1)", "ste_tern")]
    [DataRow("dorefa_quantizer", "ste_sign")]
    public void Score_NormalizationOfBareSums_ScalesWhatTheyAreWorth(string input, string kernel)
    {
        foreach (var filters in new[] { 5, 64 })
        {
            var net = new PackedCase(5, new TensorShape(5, 4, 64), x => x
                .QuantConv2D(filters, 3, inputQuantizer: input, kernelQuantizer: kernel, useBias: false)
                .BatchNormalization(epsilon: PackedCase.Epsilon));
            net.AssertClose($"{input}, {kernel}, {filters} filters", rows: 2);
        }
    }

    // A convolution reads the signs pixel by pixel, a dense layer all in one run.
    [TestMethod]
    [DataRow(3)]
    [DataRow(5)]
    [DataRow(8)]
    [DataRow(64)]
    public void Score_SignsReadInRunsOfTwoLengths_AreThoseOfEach(int channels)
    {
        var net = new PackedCase(6, new TensorShape(4, 3, channels), x =>
        {
            var numbers = x.Conv2D(channels, 1);
            var signs = numbers.Conv(4).Flatten();
            return signs.Concatenate(numbers.Flatten().QuantDense(6, "ste_sign", "ste_sign"));
        });
        net.AssertExact($"{channels} channels", rows: 3);
    }

    private static NetworkTensor Binary(NetworkTensor x, int filters) => x.QuantConv2D(
        filters, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign");
}

/// <summary>A layer that reads signs.</summary>
internal static class SignReader
{
    public static NetworkTensor Conv(this NetworkTensor x, int filters) =>
        x.QuantConv2D(filters, 1, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign");
}
