using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Formats.Keras;
using Microsoft.ML.Larq.Tests.Hosting;

namespace Microsoft.ML.Larq.Tests.Keras;

[TestClass]
public class KerasNetworkEstimatorTests
{
    private const string Quantizer = "{\"class_name\": \"SteSign\", \"config\": {\"clip_value\": 1.0}}";

    private static readonly float[] Row = [0.5f, -1f, 2f];

    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    public void Transform_SeveralOutputs_ScoresClasses()
    {
        using var file = File(outputs: 4, "softmax");
        var names = new[] { "a", "b", "c", "d" };
        var rows = Rows();
        var model = _context.Larq().FromKeras(file.Path, classNames: names).Fit(rows);
        Assert.AreEqual(LearningTask.MulticlassClassification, model.Task);
        var engine = _context.Model.CreatePredictionEngine<Input, Classes>(
            model.Append(_context.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(model.Transform(rows))));
        var prediction = engine.Predict(new Input { Features = Row });
        var logits = Logits(4);
        var exponentials = logits.Select(logit => Math.Exp(logit)).ToArray();
        for (var i = 0; i < 4; i++) Assert.AreEqual(exponentials[i] / exponentials.Sum(), prediction.Score[i], 1e-6);
        Assert.AreEqual(names[Array.IndexOf(logits, logits.Max())], prediction.PredictedLabel);
    }

    [TestMethod]
    [DataRow("sigmoid", null, LearningTask.BinaryClassification)]
    [DataRow("linear", null, LearningTask.Regression)]
    [DataRow("linear", LearningTask.BinaryClassification, LearningTask.BinaryClassification)]
    public void Task_OfOneOutput_FollowsItsActivation(string activation, LearningTask? wanted, LearningTask task)
    {
        using var file = File(outputs: 1, activation);
        var rows = Rows();
        var model = _context.Larq().FromKeras(file.Path, task: wanted).Fit(rows);
        Assert.AreEqual(task, model.Task);
        var scored = model.Transform(rows);
        Assert.AreEqual(Logits(1)[0], scored.GetColumn<float>("Score").First(), 1e-6f);
        Assert.AreEqual(
            task == LearningTask.BinaryClassification, scored.Schema.GetColumnOrNull("Probability") is not null);
    }

    [TestMethod]
    public void Save_AndLoad_ScoresTheSame()
    {
        using var file = File(outputs: 3, "softmax");
        var rows = Rows();
        var model = _context.Larq().FromKeras(file.Path).Fit(rows);
        Assert.AreEqual("not compared: not trained here", model.Agreement.ToString());
        Assert.AreEqual(0, model.History.Epochs);
        using var stream = new MemoryStream();
        _context.Model.Save(model, rows.Schema, stream);
        var loaded = new MLContext().Model.Load(stream, out _);
        CollectionAssert.AreEqual(
            model.Transform(rows).GetColumn<float[]>("Score").First(),
            loaded.Transform(rows).GetColumn<float[]>("Score").First());
        StringAssert.Contains(model.Packed.Report.ToString(), "binary");
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Fit_InAPipeline_HasTheColumnsThatItPromised(bool named)
    {
        using var file = File(outputs: 2, "softmax");
        var rows = Rows();
        var pipeline = _context.Transforms.CopyColumns("Numbers", "Features")
            .Append(_context.Larq().FromKeras(file.Path, "Numbers", classNames: named ? ["no", "yes"] : null))
            .Append(_context.Transforms.CopyColumns("Class", "PredictedLabel"));
        var schema = pipeline.Fit(rows).GetOutputSchema(rows.Schema);
        Assert.AreEqual(2ul, ((KeyDataViewType)schema["Class"].Type).Count);
        Assert.AreEqual(named, schema["PredictedLabel"].Annotations.Schema.GetColumnOrNull("KeyValues") is not null);
        var promised = _context.Larq().FromKeras(file.Path, classNames: named ? ["no", "yes"] : null)
            .GetOutputSchema(HiddenMembers.Shape(rows.Schema)).Single(column => column.Name == "PredictedLabel");
        Assert.IsTrue(promised.IsKey);
        Assert.AreEqual(named, promised.Annotations.Any(column => column.Name == "KeyValues"));
    }

    [TestMethod]
    public void FromKeras_NetworkAndWeightsAlone_MatchesByOrder()
    {
        var network = NetworkDefinition.Build(new TensorShape(3), input => input.Dense(2, name: "mine"));
        using var file = new KerasLayout()
            .With("theirs", 1, ("theirs/kernel:0", [3, 2]), ("theirs/bias:0", [2])).ToFile();
        var rows = Rows();
        var scores = _context.Larq().FromKeras(file.Path, network: network)
            .Fit(rows).Transform(rows).GetColumn<float[]>("Score").First();
        // Logits 0.5·(1, 2) − (3, 4) + 2·(5, 6) + (1, 2) = (8.5, 11).
        Assert.AreEqual(1 / (1 + Math.Exp(11 - 8.5)), scores[0], 1e-6);
    }

    [TestMethod]
    public void FromKeras_Images_TakeTheColumnsOrder()
    {
        var network = NetworkDefinition.Build(
            new TensorShape(1, 2, 2), input => input.Flatten().Dense(1, useBias: false, name: "d"));
        using var file = new KerasLayout().With("d", 1, ("d/kernel:0", [4, 1])).ToFile();
        float Score(PixelOrder? order)
        {
            var rows = _context.Data.LoadFromEnumerable([new Four { Features = [1, 10, 100, 1000] }]);
            return _context.Larq().FromKeras(file.Path, network: network, pixelOrder: order).Fit(rows).Transform(rows)
                .GetColumn<float>("Score").Single();
        }

        Assert.AreEqual(1 + 20 + 300 + 4000, Score(null));
        Assert.AreEqual(1 + 20 + 300 + 4000, Score(PixelOrder.Interleaved));
        // Planar: the first channel's two pixels come first.
        Assert.AreEqual(1 + 200 + 30 + 4000, Score(PixelOrder.Planar));
    }

    [TestMethod]
    public void FromKeras_WhatDoesNotFit_IsNamed()
    {
        using var one = File(outputs: 1, "linear");
        using var three = File(outputs: 3, "softmax");
        var larq = _context.Larq();
        string Refuse(Action act) => Assert.ThrowsExactly<ArgumentException>(act).Message;
        StringAssert.Contains(
            Refuse(() => larq.FromKeras(one.Path, task: LearningTask.MulticlassClassification)),
            $"'{one.Path}': A network for MulticlassClassification gives two or more numbers; the last layer 'last' "
            + "(Dense) gives (1,)");
        StringAssert.Contains(
            Refuse(() => larq.FromKeras(three.Path, task: LearningTask.Regression)),
            "A network for Regression gives one number");
        StringAssert.Contains(
            Refuse(() => larq.FromKeras(three.Path, classNames: ["a"])), "with 3 outputs, got 1 names");
        StringAssert.Contains(
            Refuse(() => larq.FromKeras(one.Path, classNames: ["a"])), "Class names are for multiclass");
        StringAssert.Contains(
            Refuse(() => larq.FromKeras(one.Path, "Gone").Fit(Rows())), "There is no feature column 'Gone'");
        var four = _context.Data.LoadFromEnumerable([new Four()]);
        StringAssert.Contains(
            Refuse(() => larq.FromKeras(one.Path).Fit(four)),
            "must be a vector of 3 numbers, the network's input (3,), got Vector<Single, 4>");
        Assert.ThrowsExactly<FileNotFoundException>(() => larq.FromKeras(one.Path + ".gone"));
    }

    private static KerasLayout.TemporaryFile File(int outputs, string activation)
    {
        var config = "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"s\", \"layers\": ["
            + "{\"class_name\": \"InputLayer\", \"config\": {\"name\": \"in\", \"batch_input_shape\": [null, 3]}}, "
            + "{\"class_name\": \"QuantDense\", \"config\": {\"name\": \"binary\", \"units\": 5, \"use_bias\": false, "
            + $"\"input_quantizer\": {Quantizer}, \"kernel_quantizer\": {Quantizer}}}}}, "
            + "{\"class_name\": \"Dense\", "
            + $"\"config\": {{\"name\": \"last\", \"units\": {outputs}, \"activation\": \"{activation}\"}}}}]}}}}";
        return new KerasLayout { ModelConfig = config }
            .With("binary", ("binary/kernel:0", [3, 5], Binary))
            .With(
                "last", ("last/kernel:0", [5, outputs], Last(outputs)), ("last/bias:0", [outputs], new float[outputs]))
            .ToFile();
    }

    private static float[] Binary => [.. Enumerable.Range(0, 15).Select(i => i % 3 == 1 ? -0.5f : 0.25f)];

    private static float[] Last(int outputs) =>
        [.. Enumerable.Range(0, 5 * outputs).Select(i => ((i * 7 % 11) - 5) / 10f)];

    // The network by hand: signs of the row times signs of the kernel, then the last layer.
    private static float[] Logits(int outputs) =>
    [
        .. Enumerable.Range(0, outputs).Select(output => Enumerable.Range(0, 5).Sum(hidden =>
            Enumerable.Range(0, 3).Sum(i => (Row[i] < 0 ? -1 : 1) * (Binary[(i * 5) + hidden] < 0 ? -1 : 1))
            * Last(outputs)[(hidden * outputs) + output])),
    ];

    private IDataView Rows() => _context.Data.LoadFromEnumerable([new Input { Features = Row }]);

    public sealed class Input
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];
    }

    public sealed class Four
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [0, 0, 0, 0];
    }

    public sealed class Classes
    {
        public float[] Score { get; set; } = [];

        public string PredictedLabel { get; set; } = "";
    }
}
