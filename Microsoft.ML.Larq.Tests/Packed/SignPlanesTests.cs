using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Packed.Sets;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

/// <summary>Inputs of 0 and 1 and ternary kernels, on signs, against the oracle's plain numbers.</summary>
[TestClass]
public class SignPlanesTests
{
    [TestMethod]
    [DataRow("ste_heaviside", "ste_sign", ": 0 and 1 told by signs")]
    [DataRow("ste_sign", "ste_tern", ": the kernel told by two planes of signs")]
    [DataRow("ste_heaviside", "ste_tern", ": 0 and 1 told by signs, the kernel by two planes of signs")]
    public void Score_Layers_AreExact(string input, string kernel, string why)
    {
        var seed = 0;
        foreach (var (channels, groups) in new[] { (1, 1), (3, 1), (8, 2), (33, 1), (36, 4), (64, 1) })
        {
            foreach (var pad in new[] { 0f, 1f, -1f })
            {
                foreach (var (size, stride, filters) in new[] { (1, 1, 4), (3, 1, 72), (3, 2, 36), (2, 1, 100) })
                {
                    var conv = new PackedCase(seed++, new TensorShape(6, 7, channels), x => x.QuantConv2D(
                        filters, size, stride, PadMode.Same, pad, input, kernel, groups: groups,
                        useBias: seed % 2 == 0));
                    var what = $"{channels} channels, {groups} groups, {size}, stride {stride}, {filters}, pad {pad}";
                    var line = conv.Network.Report["quant_conv2d"];
                    var outside = size > 1 && pad == -1 && input == "ste_heaviside" && Pads(size, stride);
                    Assert.AreEqual(
                        !outside, line.IsPacked, what);
                    if (!outside) Assert.AreEqual($"input {input}, kernel {kernel}{why}", line.Why);
                    conv.AssertExact(what);
                }
            }

            var dense = new PackedCase(seed++, new TensorShape(channels), x => x
                .QuantDense(70, input, kernel).BatchNormalization(epsilon: PackedCase.Epsilon)
                .QuantDense(40, input, kernel, ActivationFunction.HardTanh)
                .QuantDense(9, "ste_sign", "ste_sign"));
            dense.AssertExact($"{channels} inputs", rows: 3);
        }
    }

    [TestMethod]
    public void Report_OfAPadThatIsNotAnInput_SaysSo()
    {
        var conv = new PackedCase(1, new TensorShape(4, 4, 2), x => x.QuantConv2D(
            3, 3, padding: PadMode.Same, padValue: -1, inputQuantizer: "ste_heaviside", kernelQuantizer: "ste_sign"));
        Assert.AreEqual(
            "pad value −1 is not 0 or 1, as the input is; the kernel's signs are kept as bits",
            conv.Network.Report["quant_conv2d"].Why);
    }

    // The planes of a volume are packed one by one, those outside told too.
    [TestMethod]
    [DataRow("ste_heaviside", "ste_sign", ": 0 and 1 told by signs")]
    [DataRow("ste_sign", "ste_tern", ": the kernel told by two planes of signs")]
    [DataRow("ste_heaviside", "ste_tern", ": 0 and 1 told by signs, the kernel by two planes of signs")]
    public void Score_Volumes_AreExact(string input, string kernel, string why)
    {
        var seed = 0;
        foreach (var (channels, groups) in new[] { (1, 1), (16, 2), (33, 1) })
        {
            foreach (var pad in new[] { 0f, 1f })
            {
                var volume = new PackedCase(seed++, new TensorShape(3, 4, 5, channels), x => x.QuantConv3D(
                    12, (3, 2, 2), padding: PadMode.Same, padValue: pad, inputQuantizer: input, kernelQuantizer: kernel,
                    groups: groups));
                Assert.AreEqual(
                    $"input {input}, kernel {kernel}{why}", volume.Network.Report["quant_conv3d"].Why);
                Assert.IsTrue(volume.Network.Report["quant_conv3d"].IsPacked);
                volume.AssertExact($"{channels} channels, {groups} groups, pad {pad}", rows: 2);
            }
        }
    }

    // Only 1 where above 0: not at 0, −0 or NaN.
    [TestMethod]
    public void Score_OddNumbersThroughHeaviside_AreZeroUnlessAboveZero()
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(1), x => x.QuantDense(1, "ste_heaviside", "ste_sign", useBias: false));
        var weights = new NetworkWeights([new("quant_dense/kernel", new WeightArray(new TensorShape(1, 1), [1]))]);
        foreach (var set in KernelSet.Available)
        {
            var network = PackedNetwork.Compile(definition, weights, set);
            var scores = new float[6];
            network.Score(
                [0f, -0f, float.NaN, float.Epsilon, float.PositiveInfinity, float.NegativeInfinity], scores);
            CollectionAssert.AreEqual(new[] { 0f, 0, 0, 1, 1, 0 }, scores, set.Name);
        }
    }

    // 6×7 cells: with stride 2 the 3 rows and 4 columns of outputs need a frame on the right side alone.
    private static bool Pads(int size, int stride) =>
        NaiveImage.Margins(6, size, stride, 1).After + NaiveImage.Margins(7, size, stride, 1).After > 0;
}
