using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Kinds;
using Models = Microsoft.ML.Larq.Networks.Zoo;

namespace Microsoft.ML.Larq.Tests.Networks.Zoo;

[TestClass]
public class ZooArgumentsTests
{
    private static readonly NetworkTensor Image = new NetworkGraph().Input(new TensorShape(64, 64, 3));

    [TestMethod]
    public void Zoo_AsAnOption_IsTakenAsItIs()
    {
        var options = new BinarizedNetworkTrainer.Options { Network = Models.QuickNet };
        Assert.AreEqual(
            new TensorShape(10),
            NetworkDefinition.Build(new TensorShape(32, 32, 3), x => options.Network(x, 10)).OutputShape);
    }

    [TestMethod]
    public void BinaryAlexNet_InflatedAndNarrow_MultipliesFourLayersAndNarrowsTwo() => CollectionAssert.AreEqual(
        new[] { 192, 576, 1152, 1152, 256, 8, 8, 5 },
        Filters(NetworkDefinition.Build(new TensorShape(57, 57, 3), x => Models.BinaryAlexNet(x, 5, 3, 8))));

    [TestMethod]
    public void DoReFaNet_OfThreeBits_QuantizesEveryInputToThem()
    {
        var network = NetworkDefinition.Build(new TensorShape(44, 44, 3), x => Models.DoReFaNet(x, 5, 3, 8));
        CollectionAssert.AreEqual(
            new[] { 3, 3, 3, 3, 3, 3 },
            network.Layers.Select(layer => layer.Kind.InputPrecision).OfType<int>().ToArray());
    }

    [TestMethod]
    public void QuickNet_OfEqualSections_HasNoTransitionBetweenThem()
    {
        var network = NetworkDefinition.Build(
            new TensorShape(32, 32, 3), x => Models.QuickNet(x, 5, [1, 2, 1], [8, 8, 16]));
        CollectionAssert.AreEqual(new[] { 2, 8, 8, 8, 8, 16, 16, 5 }, Filters(network));
        Assert.AreEqual(1, network.Layers.Count(layer => layer.Kind is BlurPool2DLayer));
    }

    [TestMethod]
    public void MeliusNet_OfOneSection_HasNoTransition() => Assert.AreEqual(
        new TensorShape(8, 8, 128), Models.MeliusNet(NewImage(32), blocks: [1], transitions: []).Shape);

    // 960 / 4 = 7.5 times 32: halves to the even one, which is 8; and 416 / 2 = 6.5 times 32, which is 6.
    [TestMethod]
    [DataRow(14, 4.0, 256)]
    [DataRow(13, 2.0, 448)]
    [DataRow(5, 2.0, 192)]
    public void BinaryDenseNet_Reduction_IsRoundedToMultiplesOf32(int layers, double reduction, int channels) =>
        Assert.AreEqual(
            channels + 64, Models.BinaryDenseNet(NewImage(16), 0, [layers, 1], [reduction]).Shape.Channels);

    // Below a height of 50 the stem is one convolution, and the image stays as large.
    [TestMethod]
    [DataRow(49, 49)]
    [DataRow(50, 13)]
    public void BinaryResNetE_Stem_DependsOnTheHeight(int height, int rows) =>
        Assert.AreEqual(rows, Models.BinaryResNetE(NewImage(height, 80), blocks: [1]).Shape[0]);

    [TestMethod]
    [DataRow(49, 49)]
    [DataRow(50, 13)]
    public void BinaryDenseNet_Stem_DependsOnTheHeight(int height, int rows) =>
        Assert.AreEqual(rows, Models.BinaryDenseNet(NewImage(height, 80), 0, [1], []).Shape[0]);

    [TestMethod]
    public void Arguments_OutOfRange_AreNamed()
    {
        Refused("QuickNet: blocks is one or more numbers of at least 1, got [4, 0].",
            () => Models.QuickNet(Image, 5, [4, 0], [8, 8]));
        Refused("QuickNet: filters is 2 numbers of at least 4, got [8].", () => Models.QuickNet(Image, 5, [1, 1], [8]));
        Refused("QuickNet: filters is 1 numbers of at least 4, got [3].", () => Models.QuickNet(Image, 5, [1], [3]));
        Refused("BinaryAlexNet: inflationRatio is at least 1, got 0.", () => Models.BinaryAlexNet(Image, 5, 0));
        Refused("BinaryAlexNet: units is at least 1, got 0.", () => Models.BinaryAlexNet(Image, 5, 1, 0));
        Refused("XnorNet: units is at least 1, got -1.", () => Models.XnorNet(Image, 5, -1));
        Refused("DoReFaNet: units is at least 1, got 0.", () => Models.DoReFaNet(Image, 5, 2, 0));
        foreach (var model in ZooModel.All) Refused("outputs", () => model.Network(Image, -1));
        Refused("k_bit is from 1 to 24", () => Models.DoReFaNet(Image, 5, 25));
        Refused("BinaryResNetE: blocks is one or more numbers of at least 1, got [].",
            () => Models.BinaryResNetE(Image, 5, []));
        Refused("BinaryDenseNet: layers is one or more numbers of at least 1, got [0].",
            () => Models.BinaryDenseNet(Image, 5, [0], []));
        Refused("BinaryDenseNet: reductions is 1 numbers above 0, one fewer than the blocks, got [].",
            () => Models.BinaryDenseNet(Image, 5, [1, 1], []));
        Refused("BinaryDenseNet: reductions is 1 numbers above 0, one fewer than the blocks, got [0].",
            () => Models.BinaryDenseNet(Image, 5, [1, 1], [0]));
        Refused("BinaryDenseNet: dilations is 2 numbers of at least 1, got [1].",
            () => Models.BinaryDenseNet(Image, 5, [1, 1], [2], [1]));
        Refused("BinaryDenseNet: growth is at least 1, got 0.",
            () => Models.BinaryDenseNet(Image, 5, [1], [], growth: 0));
        Refused("MeliusNet: transitions is 1 numbers of at least 1, got [].",
            () => Models.MeliusNet(NewImage(32), 5, [1, 1], []));
    }

    [TestMethod]
    [DataRow("BinaryAlexNet", 56, "max_pooling2d_2")]
    [DataRow("XNORNet", 216, "quant_conv2d_4")]
    [DataRow("DoReFaNet", 43, "max_pooling2d_2")]
    [DataRow("QuickNet", 28, "max_pooling2d_2")]
    public void Build_ImageBelowTheSmallest_NamesTheLayer(string name, int side, string layer)
    {
        var model = ZooModel.Of(name);
        NetworkDefinition.Build(new TensorShape(side + 1, side + 1, 3), x => model.Light(x, 2));
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => NetworkDefinition.Build(new TensorShape(side, side, 3), x => model.Light(x, 2)));
        StringAssert.Contains(error.Message, $"'{layer}'");
    }

    private static NetworkTensor NewImage(int height, int? width = null) =>
        new NetworkGraph().Input(new TensorShape(height, width ?? height, 3));

    private static int[] Filters(NetworkDefinition network) =>
        [.. network.Layers.Where(layer => layer.Kind is Conv2DLayer or DenseLayer)
            .Select(layer => layer.OutputShape.Channels)];

    private static void Refused(string message, Func<NetworkTensor> network) =>
        StringAssert.Contains(Assert.Throws<ArgumentException>(network).Message, message);
}
