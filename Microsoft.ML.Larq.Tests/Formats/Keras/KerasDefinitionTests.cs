using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Formats.Keras;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Networks.Samples;
using static Microsoft.ML.Larq.Tests.Formats.Keras.KerasGraphs;

namespace Microsoft.ML.Larq.Tests.Formats.Keras;

[TestClass]
public class KerasDefinitionTests
{
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
                Bias = new Coefficients
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
                Alpha = new Coefficients
                {
                    Initializer = Initializer.Constant(0.25f),
                    Regularizer = WeightRegularizer.L2(0.5f),
                    Constraint = WeightConstraint.MaxNorm(3, 0, 1),
                },
            },
            definition["x"].Kind);
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
            // An activation's α is no parameter of Keras' layer, but of the function.
            if (sample.Kind is ActivationLayer { Alpha: not null }) continue;
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
}
