using Microsoft.ML.Data;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Keras;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Formats.Keras;

namespace Microsoft.ML.Larq.Tests.Keras;

/// <summary>What a model's outputs mean, which their number does not say.</summary>
[TestClass]
public class KerasTaskTests
{
    private static readonly float[] Row = [0.5f, -1f, 2f];

    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    [DataRow(1, "sigmoid", LearningTask.BinaryClassification)]
    [DataRow(1, "linear", LearningTask.Regression)]
    [DataRow(1, "tanh", LearningTask.Regression)]
    [DataRow(1, "softmax", LearningTask.Outputs)]
    [DataRow(4, "softmax", LearningTask.MulticlassClassification)]
    [DataRow(4, "sigmoid", LearningTask.Outputs)]
    public void Task_FollowsTheLastActivation(int outputs, string activation, LearningTask task)
    {
        foreach (var isOfItsOwn in new[] { false, true })
        {
            using var file = File(outputs, activation, isOfItsOwn);
            Assert.AreEqual(task, _context.Larq().FromKeras(file.Path).Task);
        }
    }

    [TestMethod]
    [DataRow("linear")]
    [DataRow("relu")]
    [DataRow("tanh")]
    public void Task_OfSeveralOutputsWithoutSoftmax_IsAskedFor(string activation)
    {
        using var file = File(4, activation, isOfItsOwn: false);
        var error = Assert.ThrowsExactly<ArgumentException>(() => _context.Larq().FromKeras(file.Path));
        StringAssert.Contains(
            error.Message, $"'{file.Path}': The model ends in 4 numbers without a softmax, from the layer 'last' "
            + "(Dense): pass task: LearningTask.MulticlassClassification where they are the logits of classes");
        foreach (var task in new[] { LearningTask.MulticlassClassification, LearningTask.Outputs })
            Assert.AreEqual(task, _context.Larq().FromKeras(file.Path, task: task).Task);
        Assert.AreEqual(
            LearningTask.MulticlassClassification,
            _context.Larq().FromKeras(file.Path, classNames: ["a", "b", "c", "d"]).Task);
    }

    [TestMethod]
    [DataRow(3, "sigmoid", false)]
    [DataRow(3, "sigmoid", true)]
    [DataRow(3, "softmax", false)]
    [DataRow(3, "softmax", true)]
    [DataRow(3, "linear", false)]
    [DataRow(3, "tanh", false)]
    [DataRow(1, "softmax", true)]
    [DataRow(1, "sigmoid", false)]
    public void Score_OfOutputs_IsWhatKerasGives(int outputs, string activation, bool isOfItsOwn)
    {
        using var file = File(outputs, activation, isOfItsOwn);
        var rows = KerasCases.Table(_context, Row, 3);
        var model = _context.Larq().FromKeras(file.Path, task: LearningTask.Outputs).Fit(rows);
        var scored = model.Transform(rows);
        Assert.IsNull(scored.Schema.GetColumnOrNull("PredictedLabel"));
        Assert.IsNull(scored.Schema.GetColumnOrNull("Probability"));
        Assert.AreEqual(outputs, ((VectorDataViewType)scored.Schema["Score"].Type).Size);
        var wanted = Keras(outputs, activation);
        var scores = scored.GetColumn<float[]>("Score").Single();
        for (var i = 0; i < outputs; i++) Assert.AreEqual(wanted[i], scores[i], 1e-6);

        using var stream = new MemoryStream();
        _context.Model.Save(model, rows.Schema, stream);
        var loaded = new MLContext().Model.Load(stream, out _);
        CollectionAssert.AreEqual(scores, loaded.Transform(rows).GetColumn<float[]>("Score").Single());
        Assert.AreEqual(LearningTask.Outputs, ((BinarizedNetworkTransformer)loaded).Task);
    }

    [TestMethod]
    public void Score_OfAnImageOfNumbers_IsAVectorOfThem()
    {
        using var file = new KerasLayout
        {
            ModelConfig = KerasCases.Config(
                new TensorShape(2, 2, 1),
                """{"class_name": "Conv2D", "config": {"name": "c", "filters": 2, "kernel_size": [1, 1]}}"""),
        }.With("c", 1, ("c/kernel:0", [1, 1, 1, 2]), ("c/bias:0", [2])).ToFile();
        var rows = KerasCases.Table(_context, [1, 2, 3, 4], 4);
        var estimator = _context.Larq().FromKeras(file.Path);
        Assert.AreEqual(LearningTask.Outputs, estimator.Task);
        CollectionAssert.AreEqual(
            new float[] { 2, 4, 3, 6, 4, 8, 5, 10 },
            estimator.Fit(rows).Transform(rows).GetColumn<float[]>("Score").Single());
    }

    // The network is one's own, and the file's model still says what it ends in.
    [TestMethod]
    public void Task_OfANetworkBesideAWholeModel_FollowsTheModel()
    {
        using var sigmoids = File(4, "sigmoid", isOfItsOwn: false);
        using var softmax = File(4, "softmax", isOfItsOwn: false);
        using var linear = File(4, "linear", isOfItsOwn: false);
        KerasNetworkEstimator Score(string path) =>
            _context.Larq().FromKeras(path, network: NetworkDefinition.FromKeras(path));
        Assert.AreEqual(LearningTask.Outputs, Score(sigmoids.Path).Task);
        Assert.AreEqual(LearningTask.MulticlassClassification, Score(softmax.Path).Task);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Score(linear.Path)).Message, "pass task: LearningTask.");
    }

    [TestMethod]
    public void Task_Outputs_IsNotTrained()
    {
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new BinarizedNetworkTrainer.Options { Task = LearningTask.Outputs });
        StringAssert.Contains(error.Message, "Option Task is one of");
        StringAssert.Contains(error.Message, "Regression, or null");
    }

    private static KerasLayout.TemporaryFile File(int outputs, string activation, bool isOfItsOwn) => new KerasLayout
    {
        ModelConfig = KerasCases.Config(
            new TensorShape(3),
            $"{{\"class_name\": \"Dense\", \"config\": {{\"name\": \"last\", \"units\": {outputs}, \"activation\": "
            + $"\"{(isOfItsOwn ? "linear" : activation)}\"}}}}" + (isOfItsOwn
                ? ", {\"class_name\": \"Activation\", \"config\": {\"name\": \"end\", \"activation\": "
                    + $"\"{activation}\"}}}}"
                : "")),
    }.With("last", ("last/kernel:0", [3, outputs], Kernel(outputs)), ("last/bias:0", [outputs], new float[outputs]))
        .ToFile();

    private static float[] Kernel(int outputs) =>
        [.. Enumerable.Range(0, 3 * outputs).Select(i => ((i * 7 % 11) - 5) / 4f)];

    private static double[] Keras(int outputs, string activation)
    {
        var logits = Enumerable.Range(0, outputs)
            .Select(output => Enumerable.Range(0, 3).Sum(i => (double)Row[i] * Kernel(outputs)[(i * outputs) + output]))
            .ToArray();
        return activation switch
        {
            "sigmoid" => [.. logits.Select(logit => 1 / (1 + Math.Exp(-logit)))],
            "tanh" => [.. logits.Select(Math.Tanh)],
            "softmax" => [.. logits.Select(logit => Math.Exp(logit) / logits.Sum(Math.Exp))],
            _ => logits,
        };
    }

    private sealed class Labelled
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}
