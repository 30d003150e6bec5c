using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;

namespace Microsoft.ML.Larq.Tests.Formats.Keras;

/// <summary>What rows a model takes, and layers whose rows have more axes here than their kind takes.</summary>
[TestClass]
public class KerasRowsTests
{
    private const string Dense =
        """{"class_name": "Dense", "config": {"name": "d", "units": 2, "use_bias": false}}""";

    [TestMethod]
    [DataRow("\"build_input_shape\": [null, 3], ", "")]
    [DataRow("", ", \"build_config\": {\"input_shape\": [null, 3]}")]
    public void FromKeras_ShapeThatOnlyBuildingSays_IsRead(string ofModel, string ofLayer)
    {
        using var file = Lazy(ofModel, ofLayer);
        Assert.AreEqual(new TensorShape(3), NetworkDefinition.FromKeras(file.Path).InputShape);
        Assert.AreEqual(
            new TensorShape(3),
            new MLContext().Larq().FromKeras(file.Path, task: LearningTask.Outputs).Network.InputShape);
    }

    [TestMethod]
    public void FromKeras_NoShapeAnywhere_NamesTheParameterThatTheCallHas()
    {
        using var file = Lazy("", "");
        var error = Assert.ThrowsExactly<FormatException>(() => new MLContext().Larq().FromKeras(file.Path));
        StringAssert.Contains(error.Message, "give the input shape (inputShape)");
        Assert.AreEqual(
            new TensorShape(3),
            new MLContext().Larq()
                .FromKeras(file.Path, task: LearningTask.Outputs, inputShape: new TensorShape(3)).Network.InputShape);
    }

    [TestMethod]
    public void FromKeras_InputShapeBesideANetwork_IsRefused()
    {
        using var file = Lazy("", "");
        var network = NetworkDefinition.Build(new TensorShape(3), input => input.Dense(2, useBias: false));
        var error = Assert.ThrowsExactly<ArgumentException>(() => new MLContext().Larq().FromKeras(
            file.Path, network: network, inputShape: new TensorShape(4)));
        StringAssert.Contains(error.Message, "the network that was given takes (3,)");
        Assert.AreEqual("inputShape", error.ParamName);
    }

    [TestMethod]
    [DataRow("Dense", 2, 3)]
    [DataRow("Dense", 2, 3, 3)]
    [DataRow("Dense", 2, 2, 3, 3)]
    [DataRow("QuantDense", 2, 3)]
    [DataRow("QuantDense", 2, 3, 3)]
    [DataRow("QuantDense", 2, 2, 3, 3)]
    public void FromKeras_DenseOverSeveralAxes_GoesAlongTheLast(string className, params int[] shape)
    {
        var isQuantized = className == "QuantDense";
        var quantizers = isQuantized
            ? ", \"input_quantizer\": \"ste_sign\", \"kernel_quantizer\": \"ste_sign\"" : "";
        var rows = new TensorShape(shape);
        using var file = new KerasLayout
        {
            ModelConfig = KerasCases.Config(rows, $"{{\"class_name\": \"{className}\", \"config\": {{\"name\": "
                + $"\"d\", \"units\": 2, \"activation\": \"relu\"{quantizers}}}}}"),
        }.With("d", ("d/kernel:0", [3, 2], Kernel), ("d/bias:0", [2], Bias)).ToFile();
        var definition = NetworkDefinition.FromKeras(file.Path);
        Assert.AreEqual(new TensorShape([.. shape[..^1], 2]), definition.OutputShape);
        float[] values = [.. Enumerable.Range(0, rows.Size).Select(i => ((i * 5 % 7) - 3) / 2f)];
        foreach (var byName in new[] { false, true })
        {
            var packed = PackedNetwork.Compile(
                definition, NetworkWeights.FromKeras(definition, file.Path, byName));
            var scores = new float[definition.OutputShape.Size];
            packed.Score(values, scores);
            CollectionAssert.AreEqual(ByHand(values, isQuantized), scores);
        }
    }

    [TestMethod]
    public void FromKeras_DenseOverAnImage_KeepsTheConstraintsAxes()
    {
        using var file = KerasCases.Sequential(
            new TensorShape(4, 4, 3),
            "{\"class_name\": \"Dense\", \"config\": {\"name\": \"d\", \"units\": 2, \"kernel_constraint\": "
            + "{\"class_name\": \"MaxNorm\", \"config\": {\"max_value\": 3, \"axis\": 0}}}}");
        Assert.AreEqual(
            new Conv2DLayer
            {
                Filters = 2,
                KernelSize = 1,
                Kernel = new Kernel { Constraint = WeightConstraint.MaxNorm(3, 2) },
            },
            NetworkDefinition.FromKeras(file.Path)["d"].Kind);
    }

    private static float[] Kernel => [0.5f, -1, 2, -0.25f, -1.5f, 3];

    private static float[] Bias => [0.25f, -0.5f];

    // Sums of a few eighths: exact in any order.
    private static float[] ByHand(float[] values, bool isQuantized) =>
    [
        .. values.Chunk(3).SelectMany(place => Enumerable.Range(0, 2).Select(unit => Math.Max(0, Bias[unit]
            + Enumerable.Range(0, 3).Sum(i => isQuantized
                ? (place[i] < 0 ? -1 : 1) * (Kernel[(i * 2) + unit] < 0 ? -1 : 1)
                : place[i] * Kernel[(i * 2) + unit])))),
    ];

    private static KerasLayout.TemporaryFile Lazy(string ofModel, string ofLayer) => new KerasLayout
    {
        ModelConfig = $"{{\"class_name\": \"Sequential\", \"config\": {{\"name\": \"s\", {ofModel}\"layers\": ["
            + $"{Dense[..^1]}{ofLayer}}}]}}}}",
    }.With("d", 1, ("d/kernel:0", [3, 2])).ToFile();
}
