using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Formats.Keras;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Networks.Samples;

namespace Microsoft.ML.Larq.Tests.Formats.Keras;

[TestClass]
public class KerasDefinitionTests
{
    private const string Input = """
        {"class_name": "InputLayer", "config": {"batch_input_shape": [null, 8, 8, 3], "dtype": "float32",
         "sparse": false, "ragged": false, "name": "image"}, "name": "image", "inbound_nodes": []}
        """;

    private const string Quantized = """
        {"class_name": "Larq>QuantConv2D", "config": {"name": "binary", "trainable": false, "dtype": "float32",
         "filters": 4, "kernel_size": [3, 5], "strides": [2, 1], "padding": "same", "data_format": "channels_last",
         "dilation_rate": [1, 2], "groups": 1, "activation": "relu", "use_bias": false,
         "kernel_initializer":
          {"module": "keras.initializers", "class_name": "GlorotUniform", "config": {"seed": null}},
         "bias_initializer": {"class_name": "Zeros", "config": {}}, "kernel_regularizer": null,
         "kernel_constraint": {"class_name": "weight_clip", "config": {"clip_value": 1.25}}, "bias_constraint": null,
         "pad_values": 1.0,
         "input_quantizer": {"class_name": "SteSign",
          "config": {"name": "ste_sign", "trainable": true, "dtype": "float32", "clip_value": 1.25}},
         "kernel_quantizer": {"module": "larq.quantizers", "class_name": "DoReFa",
          "config": {"k_bit": 3, "mode": "weights"}, "registered_name": "Larq>DoReFa"}},
         "name": "binary", "inbound_nodes": [[["image", 0, 0, {}]]]}
        """;

    [TestMethod]
    public void FromKeras_EveryParameter_IsKept()
    {
        var definition = Functional("binary", Input, Quantized);
        Assert.AreEqual(new TensorShape(8, 8, 3), definition.InputShape);
        Assert.AreEqual("image", definition.Input.Name);
        Assert.AreEqual(
            new Conv2DLayer
            {
                Filters = 4,
                KernelSize = (3, 5),
                Strides = (2, 1),
                Padding = PadMode.Same,
                DilationRate = (1, 2),
                Activation = ActivationFunction.Relu,
                UseBias = false,
                PadValue = 1,
                InputQuantizer = Quantizer.SteSign(1.25f),
                Kernel = new Kernel
                {
                    Quantizer = Quantizer.DoReFa(3, DoReFaMode.Weights),
                    Constraint = WeightConstraint.WeightClip(1.25f),
                },
                Trainable = false,
            },
            definition["binary"].Kind);
    }

    [TestMethod]
    [DataRow("Activation", "\"activation\": \"hard_tanh\"", "(8, 8, 3)")]
    [DataRow("AveragePooling2D", "\"pool_size\": [2, 2], \"strides\": [1, 2], \"padding\": \"same\"", "(8, 4, 3)")]
    [DataRow(
        "BatchNormalization", "\"axis\": [3], \"momentum\": 0.9, \"epsilon\": 1e-05, \"scale\": false", "(8, 8, 3)")]
    [DataRow(
        "Conv2D", "\"filters\": 6, \"kernel_size\": [3, 3], \"groups\": 3, \"activation\": \"linear\"", "(6, 6, 6)")]
    [DataRow(
        "DepthwiseConv2D",
        "\"kernel_size\": [3, 3], \"depth_multiplier\": 2, \"depthwise_regularizer\": null", "(6, 6, 6)")]
    [DataRow(
        "QuantDepthwiseConv2D",
        "\"kernel_size\": [3, 3], \"padding\": \"same\", \"depthwise_quantizer\": \"ste_sign\"", "(8, 8, 3)")]
    [DataRow(
        "QuantSeparableConv2D",
        "\"filters\": 5, \"kernel_size\": [3, 3], \"pointwise_quantizer\": {\"class_name\": \"SteTern\", \"config\": "
        + "{\"threshold_value\": 0.1}}", "(6, 6, 5)")]
    [DataRow("Reshape", "\"target_shape\": [-1, 6]", "(32, 6)")]
    [DataRow("Reshape", "\"target_shape\": [1, 1, 192]", "(1, 1, 192)")]
    [DataRow("ZeroPadding2D", "\"padding\": [[1, 2], [3, 4]]", "(11, 15, 3)")]
    [DataRow("ZeroPadding2D", "\"padding\": [1, 2]", "(10, 12, 3)")]
    [DataRow(
        "PReLU", "\"shared_axes\": [1, 2], \"alpha_initializer\": \"zeros\", \"alpha_regularizer\": null", "(8, 8, 3)")]
    [DataRow("UpSampling2D", "\"size\": [2, 3], \"interpolation\": \"nearest\"", "(16, 24, 3)")]
    [DataRow("GlobalMaxPooling2D", "\"keepdims\": false", "(3,)")]
    [DataRow(
        "Conv2DTranspose",
        "\"filters\": 6, \"kernel_size\": [3, 3], \"strides\": [2, 2], \"output_padding\": null, \"groups\": 1",
        "(17, 17, 6)")]
    [DataRow(
        "QuantLocallyConnected2D",
        "\"filters\": 4, \"kernel_size\": [3, 3], \"padding\": \"valid\", \"implementation\": 1", "(6, 6, 4)")]
    [DataRow("LayerNormalization", "\"axis\": [3], \"epsilon\": 0.001, \"beta_initializer\": \"zeros\"", "(8, 8, 3)")]
    [DataRow("Dropout", "\"rate\": 0.25, \"noise_shape\": null, \"seed\": 7", "(8, 8, 3)")]
    [DataRow("Flatten", "\"data_format\": \"channels_last\"", "(192,)")]
    [DataRow("GlobalAveragePooling2D", "\"keepdims\": false", "(3,)")]
    [DataRow("MaxPooling2D", "\"pool_size\": [3, 2], \"strides\": null, \"padding\": \"valid\"", "(2, 4, 3)")]
    [DataRow("ReLU", "\"max_value\": 6.0, \"negative_slope\": 0.0, \"threshold\": 0.0", "(8, 8, 3)")]
    public void FromKeras_LayersOfOneInput_HaveTheirShape(string className, string parameters, string shape)
    {
        var layer = Functional("x", Input, Layer(className, "x", parameters, "image"));
        Assert.AreEqual(shape, layer["x"].OutputShape.ToString());
        if (layer["x"].Kind is BatchNormalizationLayer normalization)
            Assert.AreEqual(
                new BatchNormalizationLayer { Momentum = 0.9f, Epsilon = 1e-5f, Scale = false }, normalization);
    }

    // As Keras writes them, numbers in full and seeds among the arguments.
    [TestMethod]
    public void FromKeras_WhatConcernsTrainingAlone_IsKept()
    {
        var definition = Functional("x", Input, Layer(
            "Conv2D", "x",
            "\"filters\": 6, \"kernel_size\": [3, 3], "
            + "\"kernel_initializer\": {\"class_name\": \"VarianceScaling\", \"config\": {\"scale\": 2.0, \"mode\": "
            + "\"fan_in\", \"distribution\": \"truncated_normal\", \"seed\": null}}, "
            + "\"bias_initializer\": {\"class_name\": \"Constant\", \"config\": {\"value\": 0.5}}, "
            + "\"kernel_regularizer\": {\"class_name\": \"L2\", \"config\": {\"l2\": 0.0010000000474974513}}, "
            + "\"bias_regularizer\": {\"class_name\": \"L1L2\", \"config\": {\"l1\": 0.0, \"l2\": 0.25}}, "
            + "\"kernel_constraint\": {\"class_name\": \"UnitNorm\", \"config\": {\"axis\": [0, 1, 2]}}, "
            + "\"bias_constraint\": {\"class_name\": \"NonNeg\", \"config\": {}}", "image"));
        Assert.AreEqual(
            new Conv2DLayer
            {
                Filters = 6,
                KernelSize = 3,
                Kernel = new Kernel
                {
                    Initializer = Initializer.HeNormal,
                    Regularizer = WeightRegularizer.L2(0.001f),
                    Constraint = WeightConstraint.UnitNorm(0, 1, 2),
                },
                Bias = new Bias
                {
                    Initializer = Initializer.Constant(0.5f),
                    Regularizer = WeightRegularizer.L2(0.25f),
                    Constraint = WeightConstraint.NonNeg(),
                },
            },
            definition["x"].Kind);
    }

    [TestMethod]
    public void FromKeras_PReLU_KeepsWhatConcernsItsSlopes()
    {
        var definition = Functional("x", Input, Layer(
            "PReLU", "x",
            "\"alpha_initializer\": {\"class_name\": \"Constant\", \"config\": {\"value\": 0.25}}, "
            + "\"alpha_regularizer\": {\"class_name\": \"L1L2\", \"config\": {\"l1\": 0.0, \"l2\": 0.5}}, "
            + "\"alpha_constraint\": {\"class_name\": \"MaxNorm\", \"config\": {\"max_value\": 3, \"axis\": [0, 1]}}, "
            + "\"shared_axes\": [1, 2]", "image"));
        Assert.AreEqual(
            new PReLULayer
            {
                SharedAxes = [1, 2],
                AlphaInitializer = Initializer.Constant(0.25f),
                AlphaRegularizer = WeightRegularizer.L2(0.5f),
                AlphaConstraint = WeightConstraint.MaxNorm(3, 0, 1),
            },
            definition["x"].Kind);
    }

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
    public void FromKeras_Sequences_HaveNumbersInListsOfOne()
    {
        var definition = Functional(
            "pool",
            Input.Replace("[null, 8, 8, 3]", "[null, 12, 4]", StringComparison.Ordinal),
            Layer(
                "QuantConv1D", "conv",
                "\"filters\": 6, \"kernel_size\": [3], \"strides\": [2], \"padding\": \"causal\", "
                + "\"dilation_rate\": [1], \"kernel_quantizer\": \"ste_sign\"", "image"),
            Layer("MaxPooling1D", "pool", "\"pool_size\": [2], \"strides\": [2], \"padding\": \"valid\"", "conv"));
        Assert.AreEqual(
            new Conv1DLayer
            {
                Filters = 6,
                KernelSize = 3,
                Strides = 2,
                Padding = PadMode.Causal,
                Kernel = "ste_sign",
            },
            definition["conv"].Kind);
        Assert.AreEqual(new TensorShape(3, 6), definition.OutputShape);
    }

    // An element of a list of objects is found by going there from the first one; so each is taken in turn.
    [TestMethod]
    public void Read_SequentialModelOfManyLayers_TakesSeconds()
    {
        var json = new StringBuilder("""
            {"class_name": "Sequential", "config": {"name": "s", "layers": [
            {"class_name": "InputLayer", "config": {"name": "i", "batch_input_shape": [null, 2]}}
            """);
        for (var i = 0; i < 200_000; i++)
            json.Append($$$"""
                ,{"class_name": "Flatten", "config": {"name": "f{{{i}}}"}}
                """);
        var clock = Stopwatch.StartNew();
        var definition = KerasModel.Read($"{json}]}}}}", null, keepsEnd: false, notes: []).Definition;
        Console.WriteLine($"{clock.Elapsed.TotalSeconds:F1} s");
        Assert.HasCount(200_001, definition.Layers);
        Assert.IsLessThan(60, clock.Elapsed.TotalSeconds);
    }

    // Every parameter of every kind, from Keras' names; a kind whose properties are called otherwise fails here.
    [TestMethod]
    public void FromKeras_EveryKind_IsReadFromItsOwnParameters()
    {
        var read = 0;
        foreach (var sample in KindSamples.All.Where(sample => KerasKinds.Known.Contains(sample.Kind.ClassName)))
        {
            if (sample.Kind is ReshapeLayer or ZeroPadding1DLayer or ZeroPadding2DLayer) continue;
            read++;
            var json = JsonNode.Parse(KindSamples.Network(sample).ToJson())!["layers"]!.AsArray()
                .Single(layer => layer!["class"]!.GetValue<string>() == sample.Kind.ClassName)!.AsObject();
            var parameters = json.Where(member => member.Key is not ("name" or "class" or "inputs")).Select(member =>
                $", \"{Spell(member.Key)}\": {(member.Key == "trainable" ? "false" : Keras(member.Value!))}");
            var config = JsonDocument.Parse(
                $"{{\"class_name\": \"{sample.Kind.ClassName}\", "
                + $"\"config\": {{\"name\": \"x\"{string.Concat(parameters)}}}}}");
            Assert.AreEqual(
                sample.Kind, KerasKinds.Read(new KerasConfig(config.RootElement), sample.Inputs),
                sample.Kind.ClassName);
        }

        Assert.IsGreaterThan(25, read);

        static string Spell(string name) => name switch
        {
            "padValue" => "pad_values",
            "function" => "activation",
            _ => JsonNamingPolicy.SnakeCaseLower.ConvertName(name),
        };

        static string Keras(JsonNode value) =>
            value.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Contains('(')
            ? Call(value.GetValue<string>())
            : value.ToJsonString();

        static string Call(string alias)
        {
            var opening = alias.IndexOf('(', StringComparison.Ordinal);
            var config = alias[(opening + 1)..^1].Split(", ").Select(argument => argument.Split('='))
                .Select(pair => $"\"{pair[0]}\": {Literal(pair[1])}");
            return $"{{\"class_name\": \"{alias[..opening]}\", \"config\": {{{string.Join(", ", config)}}}}}";
        }

        static string Literal(string python) => python switch
        {
            "True" => "true",
            "False" => "false",
            "None" => "null",
            _ => python,
        };
    }

    [TestMethod]
    public void FromKeras_Branches_AreJoined()
    {
        var definition = Functional(
            "all",
            Input,
            Layer("Activation", "left", "\"activation\": \"tanh\"", "image"),
            Layer("ReLU", "right", "", "image"),
            Layer("Add", "sum", "", "left", "right"),
            """
            {"class_name": "TFOpLambda",
             "config": {"name": "tf.math.add", "trainable": true, "dtype": "float32", "function": "math.add"},
             "name": "tf.math.add", "inbound_nodes": [["sum", 0, 0, {"y": ["image", 0, 0], "name": null}]]}
            """,
            """
            {"class_name": "TensorFlowOpLayer",
             "config": {"name": "tf_op_layer_add", "trainable": true, "dtype": "float32",
              "node_def": "{\"name\": \"add\", \"op\": \"AddV2\", \"input\": [\"a\", \"b\"]}", "constants": {}},
             "name": "tf_op_layer_add", "inbound_nodes": [[["tf.math.add", 0, 0, {}], ["left", 0, 0, {}]]]}
            """,
            Layer("Concatenate", "all", "\"axis\": -1", "tf_op_layer_add", "image"));
        CollectionAssert.AreEqual(new[] { "sum", "image" }, definition["tf.math.add"].Inputs.ToArray());
        CollectionAssert.AreEqual(new[] { "tf.math.add", "left" }, definition["tf_op_layer_add"].Inputs.ToArray());
        Assert.AreEqual(new TensorShape(8, 8, 6), definition.OutputShape);
    }

    [TestMethod]
    public void FromKeras_Sequential_WithAndWithoutInputLayer_IsTheSame()
    {
        const string Dense =
            """{"class_name": "Dense", "config": {"name": "dense", "units": 3, "activation": "softmax"}}""";
        const string Flatten =
            """{"class_name": "Flatten", "config": {"name": "flatten", "batch_input_shape": [null, 8, 8, 3]}}""";
        var lazy = Sequential(Flatten, Dense);
        var explicitly = Sequential(Input, Flatten, Dense);
        Assert.AreEqual(ActivationFunction.Linear, ((DenseLayer)lazy["dense"].Kind).Activation);
        CollectionAssert.AreEqual(
            new[] { "input", "flatten", "dense" }, lazy.Layers.Select(layer => layer.Name).ToArray());
        CollectionAssert.AreEqual(
            new[] { "image", "flatten", "dense" }, explicitly.Layers.Select(layer => layer.Name).ToArray());
        Assert.AreEqual(new TensorShape(3), lazy.OutputShape);
    }

    [TestMethod]
    public void FromKeras_ModelsWithinTheModel_StandForTheirLayers()
    {
        var inner = "{\"class_name\": \"Functional\", \"config\": "
            + Config("half", Input.Replace("image", "inside", StringComparison.Ordinal),
            Layer("MaxPooling2D", "half", "\"pool_size\": [2, 2]", "inside"))
                + ", \"name\": \"inner\", \"inbound_nodes\": [[[\"image\", 0, 0, {}]]]}";
        var definition = Functional("end", Input, inner, Layer("Flatten", "end", "", "inner"));
        CollectionAssert.AreEqual(
            new[] { "image", "half", "end" }, definition.Layers.Select(layer => layer.Name).ToArray());
        Assert.AreEqual(new TensorShape(48), definition.OutputShape);
    }

    [TestMethod]
    [DataRow("softmax", true)]
    [DataRow("sigmoid", true)]
    [DataRow("tanh", false)]
    public void FromKeras_ActivationBehindTheOutput_IsLeftOutWhereScoringAppliesIt(string function, bool isLeftOut)
    {
        var config = Config("last", Input, Layer("Flatten", "flat", "", "image"), Layer(
            "Activation", "last", $"\"activation\": \"{function}\"", "flat"));
        var file = KerasFile.Read(new MemoryStream(
            new KerasLayout { ModelConfig = $"{{\"class_name\": \"Functional\", \"config\": {config}}}" }.ToBytes()));
        var definition = file.Definition(null, out var leftOut);
        Assert.AreEqual(isLeftOut ? "flat" : "last", definition.Output.Name);
        Assert.AreEqual(isLeftOut ? function : null, leftOut);
    }

    [TestMethod]
    public void FromKeras_SizesThatAreOpen_NeedTheInputShape()
    {
        var open = Input.Replace("[null, 8, 8, 3]", "[null, null, null, 3]", StringComparison.Ordinal);
        var layers = new[] { open, Layer("Flatten", "x", "", "image") };
        StringAssert.Contains(
            Refuse("x", layers),
            "Layer 'image' (InputLayer) takes rows of any size, [null, null, null, 3]: give the input shape");
        using var file = File("x", layers);
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
        "Conv2D", "\"filters\": 3, \"kernel_size\": [1, 1], \"activation\": \"gelu\"", "'activation' is one of Linear")]
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

    private static string Layer(string className, string name, string parameters, params string[] inputs) =>
        $"{{\"class_name\": \"{className}\", \"config\": {{\"name\": \"{name}\", \"trainable\": true"
        + (parameters.Length == 0 ? "" : parameters.Contains("dtype", StringComparison.Ordinal)
            ? $", {parameters}"
            : $", \"dtype\": \"float32\", {parameters}")
        + $"}}, \"name\": \"{name}\", "
        + $"\"inbound_nodes\": [[{string.Join(", ", inputs.Select(input => $"[\"{input}\", 0, 0, {{}}]"))}]]}}";

    private static string Config(string output, params string[] layers) =>
        $"{{\"name\": \"model\", \"layers\": [{string.Join(", ", layers)}], \"input_layers\": [[\"image\", 0, 0]], "
        + $"\"output_layers\": [[\"{output}\", 0, 0]]}}";

    private static KerasLayout.TemporaryFile File(string output, params string[] layers) => new KerasLayout
    {
        ModelConfig = $"{{\"class_name\": \"Functional\", \"config\": {Config(output, layers)}}}",
    }.ToFile();

    private static NetworkDefinition Functional(string output, params string[] layers)
    {
        using var file = File(output, layers);
        return NetworkDefinition.FromKeras(file.Path);
    }

    private static NetworkDefinition Sequential(params string[] layers)
    {
        using var file = new KerasLayout
        {
            ModelConfig = "{\"class_name\": \"Sequential\", "
                + $"\"config\": {{\"name\": \"s\", \"layers\": [{string.Join(", ", layers)}]}}}}",
        }.ToFile();
        return NetworkDefinition.FromKeras(file.Path);
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

    private static string Refuse(string output, params string[] layers)
    {
        using var file = File(output, layers);
        return Assert.ThrowsExactly<FormatException>(() => NetworkDefinition.FromKeras(file.Path)).Message;
    }
}
