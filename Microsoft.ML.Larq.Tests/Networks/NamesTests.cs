using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Families;
using Microsoft.ML.Larq.Tests.Networks.Samples;

namespace Microsoft.ML.Larq.Tests.Networks;

[TestClass]
public class NamesTests
{
    private static readonly string[] BaseNames =
    [
        "input", "quantile_thermometer", "thermometer", "dense", "quant_dense", "conv2d", "quant_conv2d",
        "batch_normalization", "activation", "max_pooling2d", "average_pooling2d", "global_average_pooling2d",
        "flatten", "dropout", "add",
        "concatenate", "depthwise_conv2d", "quant_depthwise_conv2d",
        "separable_conv2d", "quant_separable_conv2d", "conv1d", "quant_conv1d", "separable_conv1d",
        "quant_separable_conv1d", "max_pooling1d", "average_pooling1d", "global_average_pooling1d",
        "global_max_pooling1d", "global_max_pooling2d",
        "p_re_lu", "leaky_re_lu", "multiply", "reshape", "zero_padding1d", "zero_padding2d",
        "channel_padding", "channel_slice", "scale", "blur_pool2d", "up_sampling1d", "up_sampling2d", "identity",
        "conv3d", "quant_conv3d",
        "conv2d_transpose", "quant_conv2d_transpose", "conv3d_transpose", "quant_conv3d_transpose",
        "locally_connected1d", "quant_locally_connected1d", "locally_connected2d", "quant_locally_connected2d",
        "layer_normalization", "softmax", "quantize",
    ];

    // Keras' names of these classes, from its documentation of each layer.
    [TestMethod]
    public void BaseName_EveryKind_IsKeras() => Owed.Rows(
        nameof(LayerKind), KindSamples.All.Select(sample => sample.Kind.BaseName), "NamesTests.BaseNames", BaseNames,
        "add what Keras calls its layers");

    [TestMethod]
    public void Build_LayersWithoutNames_NumbersEachKind()
    {
        var network = NetworkDefinition.Build(new TensorShape(8, 8, 2), x => x
            .QuantConv2D(2, 3).BatchNormalization().QuantConv2D(2, 3)
            .BatchNormalization().QuantConv2D(2, 3).Flatten().Dense(2));
        CollectionAssert.AreEqual(
            new[]
            {
                "input", "quant_conv2d", "batch_normalization",
                "quant_conv2d_1", "batch_normalization_1", "quant_conv2d_2",
                "flatten", "dense",
            },
            network.Layers.Select(layer => layer.Name).ToArray());
    }

    [TestMethod]
    public void Build_NumberTakenByAName_TakesTheNext()
    {
        var network = NetworkDefinition.Build(
            new TensorShape(4), x => x.Dense(1, name: "dense_1").Dense(1).Dense(1).Dense(1));
        CollectionAssert.AreEqual(
            new[] { "input", "dense_1", "dense", "dense_2", "dense_3" },
            network.Layers.Select(layer => layer.Name).ToArray());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("a/b")]
    [DataRow("a b")]
    [DataRow("ä")]
    [DataRow("a\n")]
    public void Build_NameOfOtherCharacters_SaysWhichAreAllowed(string name)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => NetworkDefinition.Build(new TensorShape(4), x => x.Dense(1, name: name)));
        Assert.AreEqual($"A layer's name has 1 to 100 letters, digits, '_', '-' and '.', got '{name}'.", error.Message);
    }

    [TestMethod]
    public void Build_LongName_EndsAtOneHundred()
    {
        var longest = new string('a', 100);
        Assert.AreEqual(longest, NetworkDefinition.Build(new TensorShape(4), x => x.Relu(longest)).Output.Name);
        Assert.ThrowsExactly<ArgumentException>(
            () => NetworkDefinition.Build(new TensorShape(4), x => x.Relu(longest + "a")));
    }

    [TestMethod]
    public void Build_NameTwice_Throws()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => NetworkDefinition.Build(new TensorShape(4), x => x.Relu("a").Relu("a")));
        Assert.AreEqual("Two layers are called 'a'.", error.Message);
    }
}
