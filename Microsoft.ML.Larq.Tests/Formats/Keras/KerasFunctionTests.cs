using System.Text.Json;
using Microsoft.ML.Larq.Formats.Keras;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Formats.Keras;

/// <summary>
/// Every spelling of a function in every place where a layer has one: it is read as what it is, or refused by name.
/// </summary>
[TestClass]
public class KerasFunctionTests
{
    private static readonly DenseLayer Plain = new() { Units = 3 };

    // Parameter; the function; its class; its package; what the class is given; the layer that the name alone makes,
    // and the one that the class makes.
    private static readonly Slot[] Slots =
    [
        new("activation", "relu", "ReLU", "keras.layers",
            """{"name": "re_lu", "trainable": true, "dtype": "float32", "max_value": null, "negative_slope": 0.0}""",
            Plain with { Activation = ActivationFunction.Relu }, Plain with { Activation = ActivationFunction.Relu }),
        new("kernel_quantizer", "ste_sign", "SteSign", "Larq",
            """{"name": "q", "trainable": true, "dtype": "float32", "metrics": [], "clip_value": 1.25}""",
            Plain with { Kernel = new Kernel { Quantizer = Quantizer.SteSign() } },
            Plain with { Kernel = new Kernel { Quantizer = Quantizer.SteSign(1.25f) } }),
        new("kernel_initializer", "he_normal", "VarianceScaling", "keras.initializers",
            """{"scale": 2.0, "mode": "fan_in", "distribution": "truncated_normal", "seed": null}""",
            Plain with { Kernel = new Kernel { Initializer = Initializer.HeNormal } },
            Plain with { Kernel = new Kernel { Initializer = Initializer.HeNormal } }),
        new("kernel_constraint", "max_norm", "MaxNorm", "keras.constraints", """{"max_value": 3, "axis": 0}""",
            Plain with { Kernel = new Kernel { Constraint = WeightConstraint.MaxNorm(2) } },
            Plain with { Kernel = new Kernel { Constraint = WeightConstraint.MaxNorm(3) } }),
        new("kernel_regularizer", "l2", "L2", "keras.regularizers", """{"l2": 0.25}""",
            Plain with { Kernel = new Kernel { Regularizer = WeightRegularizer.L2() } },
            Plain with { Kernel = new Kernel { Regularizer = WeightRegularizer.L2(0.25f) } }),
    ];

    public static IEnumerable<object[]> Read =>
        from slot in Slots
        from form in slot.Forms()
        select new object[] { slot.Parameter, form.Spelling, form.Layer };

    public static IEnumerable<object[]> Strange =>
        from slot in Slots
        from spelling in new[]
        {
            "\"nonsense\"", "{\"class_name\": \"Nonsense\", \"config\": {}}",
            "{\"class_name\": \"function\", \"config\": \"nonsense\"}",
            "{\"module\": null, \"class_name\": \"function\", \"config\": \"mine>nonsense\", \"registered_name\": "
                + "\"mine>nonsense\"}",
            "3", "[\"" + slot.Function + "\"]", "{}", "{\"config\": \"" + slot.Function + "\"}",
            "{\"class_name\": \"function\"}",
            "{\"class_name\": \"" + slot.Class + "\", \"config\": {\"nonsense\": 1.5}}",
        }
        select new object[] { slot.Parameter, spelling };

    // No part of equality, so the text is looked at.
    [TestMethod]
    public void Read_MetricsOfAQuantizer_AreKept()
    {
        var layer = Layer(
            "kernel_quantizer",
            """{"class_name": "SteSign", "config": {"clip_value": 2, "metrics": ["flip_ratio"]}}""");
        Assert.AreEqual(
            "ste_sign(clip_value=2, metrics=[\"flip_ratio\"])", ((DenseLayer)layer).Kernel!.Quantizer!.ToString());
    }

    [TestMethod]
    [DynamicData(nameof(Read))]
    public void Read_Spelling_IsTheFunction(string parameter, string spelling, object layer) =>
        Assert.AreEqual(layer, Layer(parameter, spelling));

    [TestMethod]
    [DynamicData(nameof(Strange))]
    public void Read_StrangeSpelling_NamesLayerAndParameter(string parameter, string spelling)
    {
        var error = Assert.ThrowsExactly<FormatException>(() => Layer(parameter, spelling));
        Assert.Contains("'x' (QuantDense)", error.Message);
        Assert.Contains($"'{parameter}'", error.Message);
    }

    // The name of a layer alone does not say what it does.
    [TestMethod]
    [DataRow("ReLU", "\"max_value\": 6.0", "max_value")]
    [DataRow("ReLU", "\"max_value\": [6.0]", "max_value")]
    [DataRow("ReLU", "\"negative_slope\": 0.1", "negative_slope")]
    [DataRow("ReLU", "\"threshold\": 1.0", "threshold")]
    [DataRow("Softmax", "\"axis\": 1", "axis")]
    public void Read_LayerAsActivationWithParameters_NamesTheParameter(string layer, string config, string parameter)
    {
        var error = Assert.ThrowsExactly<FormatException>(() => Layer(
            "activation", $"{{\"class_name\": \"{layer}\", \"config\": {{\"name\": \"a\", {config}}}}}"));
        Assert.Contains($"{layer} with '{parameter}'", error.Message);
    }

    // What Keras writes of its activations: the name, and a layer or a function of one's own with its parameters.
    [TestMethod]
    [DataRow("\"elu\"", ActivationFunction.Elu, null)]
    [DataRow("\"gelu\"", ActivationFunction.Gelu, null)]
    [DataRow("\"swish\"", ActivationFunction.Swish, null)]
    [DataRow("\"silu\"", ActivationFunction.Swish, null)]
    [DataRow("\"softplus\"", ActivationFunction.Softplus, null)]
    [DataRow("\"Larq>leaky_tanh\"", ActivationFunction.LeakyTanh, null)]
    [DataRow(
        "{\"class_name\": \"gelu\", \"config\": {\"approximate\": true}}", ActivationFunction.GeluTanh, null)]
    [DataRow("{\"class_name\": \"gelu\", \"config\": {\"approximate\": false}}", ActivationFunction.Gelu, null)]
    [DataRow("{\"class_name\": \"ELU\", \"config\": {\"alpha\": 0.5}}", ActivationFunction.Elu, 0.5f)]
    [DataRow("{\"class_name\": \"leaky_tanh\", \"config\": {\"alpha\": 0.5}}", ActivationFunction.LeakyTanh, 0.5f)]
    public void Read_Activation_IsTheFunctionWithItsParameter(
        string spelling, ActivationFunction function, float? alpha)
    {
        using var layer = JsonDocument.Parse(
            $"{{\"class_name\": \"Activation\", \"config\": {{\"name\": \"x\", \"activation\": {spelling}}}}}");
        var expected = new ActivationLayer { Function = function, Alpha = alpha };
        Assert.AreEqual(expected, KerasKinds.Read(new KerasConfig(layer.RootElement), [new TensorShape(6)]));

        // Of a layer with an activation, one with a parameter is a layer behind it.
        using var dense = JsonDocument.Parse(
            $"{{\"class_name\": \"Dense\", \"config\": {{\"name\": \"x\", \"units\": 3, "
            + $"\"activation\": {spelling}}}}}");
        var config = new KerasConfig(dense.RootElement);
        var read = (DenseLayer)KerasKinds.Read(config, [new TensorShape(6)]);
        Assert.AreEqual(alpha is null ? function : ActivationFunction.Linear, read.Activation);
        Assert.AreEqual(alpha is null ? null : expected, config.Behind.Select(behind => behind.Kind).SingleOrDefault());
    }

    // Words of a class become those of a function by Keras' rule, also where one is all capitals; arguments stay.
    [TestMethod]
    [DataRow("GlorotUniform", "glorot_uniform")]
    [DataRow("XNORSign", "xnor_sign")]
    [DataRow("SignXNOR", "sign_xnor")]
    [DataRow("Sign", "sign")]
    [DataRow("ste_sign", "ste_sign")]
    public void Read_ClassOfNoTable_IsTheFunctionOfThatName(string name, string function)
    {
        using var json = JsonDocument.Parse($$$"""{"class_name": "{{{name}}}", "config": {"Seeds": 1}}""");
        Assert.AreEqual($"{function}(Seeds=1)", KerasFunction.Read(json.RootElement, alias =>
            alias.StartsWith(function, StringComparison.Ordinal) ? alias : throw new ArgumentException(alias)));
    }

    [TestMethod]
    public void Forms_OfAllSlots_AreMany() => Assert.IsGreaterThan(64, Read.Count() + Strange.Count());

    private static LayerKind Layer(string parameter, string spelling)
    {
        var others = parameter == "kernel_initializer" ? "" : ", \"kernel_initializer\": \"glorot_uniform\"";
        using var layer = JsonDocument.Parse(
            $"{{\"class_name\": \"QuantDense\", \"config\": {{\"name\": \"x\", \"units\": 3, \"{parameter}\": "
            + $"{spelling}{others}}}}}");
        return KerasKinds.Read(new KerasConfig(layer.RootElement), [new TensorShape(6)]);
    }

    private sealed record Slot(
        string Parameter, string Function, string Class, string Package, string Config, DenseLayer Named,
        DenseLayer Made)
    {
        public IEnumerable<(string Spelling, DenseLayer Layer)> Forms() =>
        [
            ($"\"{Function}\"", Named),
            ($"\"{Package}>{Function}\"", Named),
            ($"{{\"class_name\": \"function\", \"config\": \"{Function}\"}}", Named),
            (Full("builtins", "function", $"\"{Function}\"", "\"function\""), Named),
            (Full(Package, "function", $"\"{Package}>{Function}\"", $"\"{Package}>{Function}\""), Named),
            ($"{{\"class_name\": \"{Class}\", \"config\": {Config}}}", Made),
            ($"{{\"class_name\": \"{Package}>{Class}\", \"config\": {Config}}}", Made),
            (Full(Package, Class, Config, "null"), Made),
            (Full(Package, Class, Config, $"\"{Package}>{Class}\""), Made),
            ("null", Plain),
        ];

        private static string Full(string module, string name, string config, string registered) =>
            $"{{\"module\": \"{module}\", \"class_name\": \"{name}\", \"config\": {config}, \"registered_name\": "
            + $"{registered}}}";
    }
}
