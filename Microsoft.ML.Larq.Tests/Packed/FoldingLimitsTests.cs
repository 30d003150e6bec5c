using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

/// <summary>What looks as if it folded and does not: the oracle's numbers, and the report's words.</summary>
[TestClass]
public class FoldingLimitsTests
{
    private static readonly TensorShape Image = new(4, 3, 5);

    // One scale for each of 4·3·6 numbers, where the layer has 6 filters: it must not take the first six of them.
    [TestMethod]
    [DataRow("bits")]
    [DataRow("float")]
    [DataRow("levels")]
    [DataRow("depthwise")]
    [DataRow("transposed")]
    [DataRow("local")]
    [DataRow("volume")]
    [DataRow("separable")]
    public void Score_NormalizationOfTheFlattened_IsNoneOfTheFilters(string layer)
    {
        var net = new PackedCase(7, Image, x => Layer(layer, x)
            .Flatten().BatchNormalization(epsilon: PackedCase.Epsilon, name: "norm"));
        net.AssertClose(layer, rows: 3);
        foreach (var network in net.Networks) Assert.AreNotEqual("folded", network.Report["norm"].Kernel, layer);
    }

    // And with the signs of it read, which would be integer thresholds of the filters.
    [TestMethod]
    [DataRow("bits")]
    [DataRow("float")]
    [DataRow("levels")]
    public void Score_SignsOfTheFlattenedNormalization_AreThoseOfTheOracle(string layer)
    {
        var net = new PackedCase(8, Image, x => Layer(layer, x)
            .Flatten().BatchNormalization(epsilon: PackedCase.Epsilon, name: "norm")
            .QuantDense(4, "ste_sign", "ste_sign"));
        net.AssertExact(layer, rows: 5);
    }

    // maximum → Flatten → normalization of another length → sign: a pixel's channels have no scale of their own. With 8
    // of them the signs of the flattened have the same bytes.
    [TestMethod]
    [DataRow(6)]
    [DataRow(8)]
    [DataRow(64)]
    public void Score_MaximumFlattenedAndNormalized_IsThatOfTheOracle(int filters)
    {
        var layer = $"{filters} filters";
        var net = new PackedCase(9, Image, x => x
            .QuantConv2D(
                filters, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: "ste_sign",
                kernelQuantizer: "ste_sign")
            .MaxPool2D(2)
            .Flatten().BatchNormalization(epsilon: PackedCase.Epsilon, name: "norm")
            .QuantDense(4, "ste_sign", "ste_sign"));
        net.AssertExact(layer, rows: 5);
    }

    // Normalizing before the maximum is more work, which only a binary layer does for nothing.
    [TestMethod]
    [DataRow("float", false)]
    [DataRow("bits", true)]
    public void Report_MaximumOfNormalized_IsOfSignsOnlyBehindABinaryLayer(string layer, bool moves)
    {
        var net = new PackedCase(10, Image, x => Layer(layer, x).MaxPool2D(2, name: "pool")
            .BatchNormalization(epsilon: PackedCase.Epsilon, name: "norm")
            .QuantConv2D(3, 1, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign"));
        net.AssertExact(layer, rows: 3);
        foreach (var network in net.Networks[..^1])
        {
            Assert.AreEqual(
                moves, network.Report["pool"].IsPacked);
            Assert.AreEqual(moves ? "folded" : "BatchNormalizationOp", network.Report["norm"].Kernel);
        }
    }

    // The number that somebody else reads too has to be there.
    [TestMethod]
    public void Score_NumbersReadTwice_AreNotFoldedAway()
    {
        var net = new PackedCase(11, Image, x =>
        {
            var sums = Layer("bits", x);
            return sums.BatchNormalization(epsilon: PackedCase.Epsilon, name: "norm").Concatenate(sums);
        });
        net.AssertExact("read twice", rows: 3);
        foreach (var network in net.Networks) Assert.AreNotEqual("folded", network.Report["norm"].Kernel);
    }

    private static NetworkTensor Layer(string name, NetworkTensor x) => name switch
    {
        "bits" => x.QuantConv2D(
            6, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign"),
        "float" => x.Conv2D(6, 3, padding: PadMode.Same),
        "levels" => x.QuantConv2D(
            6, 3, padding: PadMode.Same, inputQuantizer: "dorefa_quantizer", kernelQuantizer: "ste_sign"),
        "depthwise" => x.QuantDepthwiseConv2D(
            3, padding: PadMode.Same, inputQuantizer: "ste_sign", depthwiseQuantizer: "ste_sign"),
        "transposed" => x.QuantConv2DTranspose(6, 3, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign"),
        "local" => x.QuantLocallyConnected2D(6, 2, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign"),
        "volume" => x.Reshape([2, 2, 3, 5]).QuantConv3D(
            6, 2, padding: PadMode.Same, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign"),
        "separable" => x.QuantSeparableConv2D(
            6, 3, padding: PadMode.Same, inputQuantizer: "ste_sign", depthwiseQuantizer: "ste_sign",
            pointwiseQuantizer: "ste_sign"),
        _ => throw new ArgumentException(name),
    };
}
