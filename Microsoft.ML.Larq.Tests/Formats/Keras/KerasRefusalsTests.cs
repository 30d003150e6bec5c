using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Networks;
using static Microsoft.ML.Larq.Tests.Formats.Keras.KerasGraphs;

namespace Microsoft.ML.Larq.Tests.Formats.Keras;

/// <summary>Keras' models that cannot be networks: the message names the layer, and what it would need.</summary>
[TestClass]
public class KerasRefusalsTests
{
    [TestMethod]
    [DataRow("LocallyConnected2D", "\"implementation\": 2", "'implementation' is 1, got 2")]
    [DataRow("LocallyConnected2D", "\"padding\": \"same\"", "'padding' is valid, got same")]
    [DataRow("Conv2DTranspose", "\"groups\": 3", "'groups' is 1, got 3")]
    public void FromKeras_WhatAKindLacks_SaysWhatIsAllowed(string className, string parameter, string message)
    {
        var error = Assert.ThrowsExactly<FormatException>(() => Functional(
            "x", Input, Layer(className, "x", $"\"filters\": 6, \"kernel_size\": [3, 3], {parameter}", "image")));
        StringAssert.Contains(error.Message, $"Layer 'x' ({className}) {message}");
    }

    [TestMethod]
    public void FromKeras_SizesThatAreOpen_NeedTheInputShape()
    {
        var open = Input.Replace("[null, 8, 8, 3]", "[null, null, null, 3]", StringComparison.Ordinal);
        var layers = new[] { open, Layer("Flatten", "x", "", "image") };
        StringAssert.Contains(
            Refuse("x", layers),
            "Layer 'image' (InputLayer) takes rows of any size, [null, null, null, 3]: give the input shape");
        using var file = InFile("x", layers);
        Assert.AreEqual(
            new TensorShape(48), NetworkDefinition.FromKeras(file.Path, new TensorShape(4, 4, 3)).OutputShape);
        var error = Assert.ThrowsExactly<FormatException>(
            () => NetworkDefinition.FromKeras(file.Path, new TensorShape(4, 4, 1)));
        StringAssert.Contains(error.Message, "got the input shape (4, 4, 1)");
    }

    [TestMethod]
    [DataRow(
        "LSTM", "\"units\": 3",
        "Layer 'x' (LSTM) is of a class that cannot be read; those that can are Activation, Add")]
    [DataRow("Conv2D", "\"filters\": 3", "Layer 'x' (Conv2D) has a parameter 'kernel_size'; there is none")]
    [DataRow("Conv2D", "\"filters\": 3.5, \"kernel_size\": [1, 1]", "'filters' is a whole number, got 3.5")]
    [DataRow(
        "Conv2D", "\"filters\": 3, \"kernel_size\": [1, 1], \"data_format\": \"channels_first\"",
        "'data_format' is channels_last, got channels_first")]
    [DataRow(
        "Conv2D", "\"filters\": 3, \"kernel_size\": [1, 1], \"padding\": \"reflect\"",
        "'padding' is valid or same or causal, got reflect")]
    [DataRow(
        "Conv2D", "\"filters\": 3, \"kernel_size\": [1, 1], \"activation\": \"selu\"", "'activation' is one of Linear")]
    [DataRow(
        "Conv2D", "\"filters\": 3, \"kernel_size\": [1, 1], \"wobble\": 2",
        "has a parameter 'wobble' of 2, which cannot be kept")]
    [DataRow(
        "Conv2D", "\"filters\": 3, \"kernel_size\": [1, 1], \"dtype\": \"float16\"", "works in float32, got float16")]
    [DataRow(
        "QuantConv2D", "\"filters\": 3, \"kernel_size\": [1, 1], \"kernel_quantizer\": \"my_sign\"",
        "has a 'kernel_quantizer' that is not known: Unknown quantizer 'my_sign'")]
    [DataRow(
        "QuantConv2D",
        "\"filters\": 3, \"kernel_size\": [1, 1], \"kernel_quantizer\": {\"class_name\": \"SteSign\", \"config\": "
        + "{\"clip\": 2}}", "got 'clip'")]
    [DataRow("BatchNormalization", "\"axis\": [1]", "'axis' is -1 or 3, the channels, got [1]")]
    [DataRow("GlobalAveragePooling2D", "\"keepdims\": 1", "'keepdims' is true or false, got 1")]
    [DataRow(
        "Reshape", "\"target_shape\": [5, -1]", "wants a target shape of 192 elements, as (8, 8, 3) has, got (5, 38)")]
    [DataRow("ZeroPadding2D", "\"padding\": [1, 2, 3]", "has a 'padding' of one, two or four numbers, got 3")]
    [DataRow("BlurPool2D", "", "is of a class that cannot be read")]
    [DataRow("ReLU", "\"max_value\": 3.0", "has 'max_value' none or 6, got 3")]
    [DataRow("ReLU", "\"negative_slope\": 0.1", "'negative_slope' is 0 or 0.0, got 0.1")]
    [DataRow("TFOpLambda", "\"function\": \"math.erf\"", "Layer 'x' (TFOpLambda) is the operator 'math.erf'")]
    [DataRow(
        "Lambda", "\"function\": [\"4wEAAAA=\", null, null]", "Layer 'x' (Lambda) is of a class that cannot be read")]
    public void FromKeras_WhatCannotBeBuilt_IsNamed(string className, string parameters, string message) =>
        StringAssert.Contains(Refuse("x", Input, Layer(className, "x", parameters, "image")), message);

    [TestMethod]
    public void FromKeras_GraphsThatCannotBeBuilt_AreNamed()
    {
        var twice = Layer("ReLU", "x", "", "image").Replace(
            "[[[\"image\", 0, 0, {}]]]", "[[[\"image\", 0, 0, {}]], [[\"image\", 0, 0, {}]]]",
            StringComparison.Ordinal);
        StringAssert.Contains(Refuse("x", Input, twice), "Layer 'x' (ReLU) is called 2 times");
        StringAssert.Contains(
            Refuse("x", Input, Layer("ReLU", "x", "", "gone")), "Layer 'x' reads a layer that the model does not have");
        StringAssert.Contains(
            Refuse(
                "x", Input, Input.Replace("image", "second", StringComparison.Ordinal),
                Layer("Add", "x", "", "image", "second")),
            "Layer 'second' (InputLayer) is a second input");
        StringAssert.Contains(Refuse("gone", Input), "output layer 'gone' is not there");
        StringAssert.Contains(
            Refuse("x", Input, Layer("Dropout", "x", "\"rate\": 0.5", "image")
                .Replace("{}]]]", "{\"training\": true}]]]", StringComparison.Ordinal)),
            "is called with 'training' = true");
    }

    [TestMethod]
    [DataRow("{", "cannot be read")]
    [DataRow("[]", "cannot be read")]
    [DataRow("{\"class_name\": \"Custom\", \"config\": {}}", "a model of class Custom, whose code is not in the file")]
    [DataRow(
        "{\"class_name\": \"Functional\", \"config\": {\"layers\": [], \"input_layers\": [[\"a\", 0, 0], [\"b\", 0, "
        + "0]], \"output_layers\": [[\"a\", 0, 0]]}}", "'input_layers' is one layer")]
    [DataRow("{\"class_name\": \"Sequential\", \"config\": {\"layers\": []}}", "The model has no layers")]
    public void FromKeras_OtherConfigurations_AreRefused(string json, string message)
    {
        using var file = new KerasLayout { ModelConfig = json }.ToFile();
        var error = Assert.ThrowsExactly<FormatException>(() => NetworkDefinition.FromKeras(file.Path));
        StringAssert.Contains(error.Message, file.Path);
        StringAssert.Contains(error.Message, message);
    }

    [TestMethod]
    public void FromKeras_WeightsAlone_SaysWhatToDo()
    {
        using var file = new KerasLayout().With("a", 0).ToFile();
        var error = Assert.ThrowsExactly<FormatException>(() => NetworkDefinition.FromKeras(file.Path));
        StringAssert.Contains(error.Message, "holds weights alone");
    }

    [TestMethod]
    public void FromKeras_DeeplyNestedModels_EndInAnError()
    {
        var json = """{"class_name": "Sequential", "config": {"name": "s", "layers": [""";
        using var file = new KerasLayout
        {
            ModelConfig = string.Concat(Enumerable.Repeat(json, 15)) + string.Concat(Enumerable.Repeat("]}}", 15)),
        }.ToFile();
        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(() => NetworkDefinition.FromKeras(file.Path)).Message,
            "to a depth of 8");
    }

    [TestMethod]
    public void FromKeras_MoreThanTheBudget_NamesTheLayer()
    {
        string[] layers =
        [
            Input,
            Layer("UpSampling2D", "large", "\"size\": [2000, 2000], \"interpolation\": \"nearest\"", "image"),
        ];
        var message = Refuse("large", layers);
        StringAssert.Contains(message, "'large' (UpSampling2D)");
        StringAssert.Contains(message, "NetworkBudget.Activations");
    }
}
