using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Formats.Keras;

/// <summary>Quantizers as activations and as layers, in every spelling that Keras has for a function.</summary>
[TestClass]
public class KerasQuantizerTests
{
    private const string SteSign = "\"class_name\": \"SteSign\", \"config\": {\"name\": \"ste_sign\", \"trainable\": "
        + "true, \"dtype\": \"float32\", \"clip_value\": 1.25}";

    [TestMethod]
    [DataRow("03a-activation-layer-ste_sign", "a")]
    [DataRow("03b-dense-activation-ste_sign", "d0.activation")]
    [DataRow("03c-quantizer-class-as-layer", "q1")]
    public void FromKeras_AsActivationOrLayer_ScoresLikeTheOracle(string name, string layer)
    {
        var path = KerasCases.Model(name);
        var definition = NetworkDefinition.FromKeras(path);
        Assert.AreEqual(new QuantizeLayer { Quantizer = Quantizer.SteSign() }, definition[layer].Kind);
        var weights = NetworkWeights.FromKeras(definition, path, byName: true);
        var packed = PackedNetwork.Compile(definition, weights);
        foreach (var row in KerasCases.Rows(name).Chunk(6))
        {
            var scores = new float[3];
            packed.Score(row, scores);
            PackedCase.AssertClose(NaiveNetwork.Evaluate(definition, weights, row), scores, name);
        }
    }

    [TestMethod]
    [DataRow("\"ste_sign\"", 1f)]
    [DataRow("\"Larq>ste_sign\"", 1f)]
    [DataRow("\"SteSign\"", 1f)]
    [DataRow("{" + SteSign + "}", 1.25f)]
    [DataRow("{\"module\": \"larq.quantizers\", " + SteSign + ", \"registered_name\": \"Larq>SteSign\"}", 1.25f)]
    [DataRow("{\"class_name\": \"Larq>SteSign\", \"config\": {\"clip_value\": 1.25}}", 1.25f)]
    [DataRow(
        "{\"module\": \"builtins\", \"class_name\": \"function\", \"config\": \"ste_sign\", \"registered_name\": "
        + "\"function\"}", 1f)]
    [DataRow(
        "{\"module\": \"larq.quantizers\", \"class_name\": \"function\", \"config\": \"Larq>ste_sign\", "
        + "\"registered_name\": \"Larq>ste_sign\"}", 1f)]
    public void FromKeras_EverySpelling_IsTheQuantizer(string spelling, float clip)
    {
        var quantizer = Quantizer.SteSign(clip);
        var dense = Read($"{{\"class_name\": \"Dense\", \"config\": {{\"name\": \"x\", \"units\": 3, \"activation\": "
            + $"{spelling}}}}}");
        Assert.AreEqual(new DenseLayer { Units = 3 }, dense["x"].Kind);
        Assert.AreEqual(new QuantizeLayer { Quantizer = quantizer }, dense["x.activation"].Kind);
        Assert.AreEqual(
            new QuantizeLayer { Quantizer = quantizer },
            Read("{\"class_name\": \"Activation\", \"config\": {\"name\": \"x\", \"activation\": "
                + $"{spelling}}}}}")["x"].Kind);
        Assert.AreEqual(
            new DenseLayer { Units = 3, InputQuantizer = quantizer, Kernel = quantizer },
            Read($"{{\"class_name\": \"QuantDense\", \"config\": {{\"name\": \"x\", \"units\": 3, \"input_quantizer\": "
                + $"{spelling}, \"kernel_quantizer\": {spelling}}}}}")["x"].Kind);
    }

    [TestMethod]
    [DataRow("\"he_normal\"", "\"MaxNorm\"", "\"l2\"")]
    [DataRow("{\"class_name\": \"HeNormal\", \"config\": {\"seed\": null}}", "\"max_norm\"", "{\"class_name\": \"L2\", "
        + "\"config\": {\"l2\": 0.01}}")]
    [DataRow(
        "{\"module\": \"builtins\", \"class_name\": \"function\", \"config\": \"he_normal\", \"registered_name\": "
        + "\"function\"}",
        "{\"module\": \"keras.constraints\", \"class_name\": \"MaxNorm\", \"config\": {\"max_value\": 2, \"axis\": 0}, "
        + "\"registered_name\": null}",
        "{\"class_name\": \"function\", \"config\": \"l2\"}")]
    public void FromKeras_OtherFunctions_AreReadInEverySpelling(
        string initializer, string constraint, string regularizer) =>
        Assert.AreEqual(
            new DenseLayer
            {
                Units = 3,
                Kernel = new Kernel
                {
                    Initializer = Initializer.HeNormal,
                    Constraint = WeightConstraint.MaxNorm(2),
                    Regularizer = WeightRegularizer.L2(),
                },
            },
            Read("{\"class_name\": \"Dense\", \"config\": {\"name\": \"x\", \"units\": 3, \"kernel_initializer\": "
                + $"{initializer}, \"kernel_constraint\": {constraint}, \"kernel_regularizer\": {regularizer}}}}}")["x"]
                .Kind);

    // A function of one's own, registered under its name.
    [TestMethod]
    [DataRow("{\"class_name\": \"function\", \"config\": \"shifted_sign\"}")]
    [DataRow("{\"class_name\": \"function\", \"config\": \"Custom>shifted_sign\"}")]
    [DataRow("{\"class_name\": \"Custom>ShiftedSign\", \"config\": {\"name\": \"q\", \"shift\": 0.0}}")]
    [DataRow("\"shifted_sign\"")]
    public void FromKeras_QuantizerOfOnesOwn_IsFoundByItsName(string spelling)
    {
        var own = Quantizer.Parse("shifted_sign");
        Assert.AreEqual(
            new DenseLayer { Units = 3, Kernel = own },
            Read("{\"class_name\": \"QuantDense\", \"config\": {\"name\": \"x\", \"units\": 3, \"kernel_quantizer\": "
                + $"{spelling}}}}}")["x"].Kind);
        Assert.AreEqual(
            new QuantizeLayer { Quantizer = own },
            Read("{\"class_name\": \"Activation\", \"config\": {\"name\": \"x\", \"activation\": "
                + $"{spelling}}}}}")["x"].Kind);
    }

    [TestMethod]
    public void FromKeras_QuantizerOfOnesOwnAsALayer_IsFoundByItsClass() => Assert.AreEqual(
        new QuantizeLayer { Quantizer = Quantizer.Parse("shifted_sign(shift=0.25)") },
        Read("{\"class_name\": \"Custom>ShiftedSign\", \"config\": {\"name\": \"x\", \"batch_input_shape\": [null, 6], "
            + "\"trainable\": true, \"dtype\": \"float32\", \"shift\": 0.25}}")["x"].Kind);

    [TestMethod]
    [DataRow(
        "{\"class_name\": \"Activation\", \"config\": {\"name\": \"x\", \"activation\": \"wobble\"}}",
        "Layer 'x' (Activation) 'activation' is one of Linear, Relu, ")]
    [DataRow(
        "{\"class_name\": \"Activation\", \"config\": {\"name\": \"x\", \"activation\": \"wobble\"}}",
        "or a quantizer: Unknown quantizer 'wobble'; known are 'ste_sign'")]
    [DataRow(
        "{\"class_name\": \"SteSign\", \"config\": {\"name\": \"x\", \"clip_value\": -1}}",
        "Layer 'x' (SteSign) is a quantizer that cannot be read")]
    [DataRow(
        "{\"class_name\": \"SteSign\", \"config\": {\"name\": \"x\", \"wobble\": 1}}", "got 'wobble'")]
    public void FromKeras_WhatIsNoQuantizer_IsNamed(string layer, string message)
    {
        using var file = KerasCases.Sequential(new TensorShape(6), layer);
        var error = Assert.ThrowsExactly<FormatException>(() => NetworkDefinition.FromKeras(file.Path));
        StringAssert.Contains(error.Message, message);
    }

    // As BNNs are written by hand: dense, normalization, sign, dense on what the sign gave.
    [TestMethod]
    public void FromKeras_SignBetweenQuantLayers_RunsOnBits()
    {
        using var file = new KerasLayout
        {
            ModelConfig = KerasCases.Config(
                new TensorShape(6),
                "{\"class_name\": \"QuantDense\", \"config\": {\"name\": \"a\", \"units\": 4, \"use_bias\": false, "
                + "\"activation\": \"ste_sign\", \"input_quantizer\": \"ste_sign\", "
                + "\"kernel_quantizer\": \"ste_sign\"}}",
                "{\"class_name\": \"QuantDense\", \"config\": {\"name\": \"b\", \"units\": 3, \"use_bias\": false, "
                + "\"kernel_quantizer\": \"ste_sign\"}}"),
        }.With("a", ("a/kernel:0", [6, 4], Kernel(24))).With("b", ("b/kernel:0", [4, 3], Kernel(12))).ToFile();
        var definition = NetworkDefinition.FromKeras(file.Path);
        var weights = NetworkWeights.FromKeras(definition, file.Path);
        var packed = PackedNetwork.Compile(definition, weights);
        Assert.IsTrue(packed.Report["b"].IsPacked);
        float[] row = [1, -2, 3, -4, 0, -0.5f];
        var scores = new float[3];
        packed.Score(row, scores);
        CollectionAssert.AreEqual(
            NaiveNetwork.Evaluate(definition, weights, row), scores.Select(score => (double)score).ToArray());
    }

    [TestMethod]
    public void FromKeras_SignInOneOfTwoBranches_LeavesTheOrderToKeras()
    {
        const string Config = """
            {"class_name": "Functional", "config": {"name": "m", "layers": [
             {"class_name": "InputLayer", "config": {"batch_input_shape": [null, 3], "name": "in"}, "name": "in",
              "inbound_nodes": []},
             {"class_name": "Dense", "config": {"name": "b", "units": 3, "use_bias": false}, "name": "b",
              "inbound_nodes": [[["in", 0, 0, {}]]]},
             {"class_name": "Dense", "config": {"name": "a", "units": 3, "use_bias": false, "activation": "ste_sign"},
              "name": "a", "inbound_nodes": [[["in", 0, 0, {}]]]},
             {"class_name": "Add", "config": {"name": "sum"}, "name": "sum",
              "inbound_nodes": [[["b", 0, 0, {}], ["a", 0, 0, {}]]]}],
             "input_layers": [["in", 0, 0]], "output_layers": [["sum", 0, 0]]}}
            """;
        using var file = new KerasLayout { ModelConfig = Config }
            .With("b", ("b/kernel:0", [3, 3], Kernel(9))).With("a", 1, ("a/kernel:0", [3, 3])).ToFile();
        var definition = NetworkDefinition.FromKeras(file.Path);
        var byOrder = NetworkWeights.FromKeras(definition, file.Path, byName: false);
        CollectionAssert.AreEqual(Kernel(9), byOrder[definition["b"], "kernel"].Values.ToArray());
    }

    private static float[] Kernel(int size) => [.. Enumerable.Range(0, size).Select(i => ((i * 7 % 11) - 5) / 8f)];

    private static NetworkDefinition Read(string layer)
    {
        using var file = KerasCases.Sequential(new TensorShape(6), layer);
        return NetworkDefinition.FromKeras(file.Path);
    }
}
