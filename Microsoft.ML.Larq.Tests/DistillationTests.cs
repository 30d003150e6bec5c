using Microsoft.ML.Larq.Checkpoints;
using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Tests.Formats.Keras;
using Microsoft.ML.Larq.Tests.Training.Callbacks;
using Microsoft.ML.Larq.Training;
using TorchSharp;

namespace Microsoft.ML.Larq.Tests;

/// <summary>Teachers in Fit: where they come from, what they leave behind, and those that do not fit.</summary>
[TestClass]
public class DistillationTests
{
    // TorchSharp's count stays one too high for each Parameter ever made, as TrainingResourcesTests shows.
    private const int ParametersOfSmall = 5;

    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    [DataRow("Label", MetricNames.Accuracy)]
    [DataRow("Flag", MetricNames.Accuracy)]
    [DataRow("Target", MetricNames.RSquared)]
    public void Fit_OutputsAlone_LearnsTheLabelsFromTheTeacher(string label, string metric)
    {
        var teacher = Trainers.Fit(_context, Trainers.Options(label, epochs: 60));
        var options = Trainers.Options(label, epochs: 60);
        options.Distillation = new Distillation(teacher) { LabelWeight = 0 };
        var model = Trainers.Fit(_context, options);
        Assert.IsGreaterThan(0.85, model.History[metric][^1]);
        Assert.AreEqual(model.History[MetricNames.Loss][^1], model.History[MetricNames.OutputLoss][^1], 1e-6);
        Assert.AreEqual(60, model.History[MetricNames.LabelLoss].Count);
    }

    [TestMethod]
    public void Fit_SameSeed_GivesTheSameBytesAndAnotherTeacherOthers()
    {
        var teacher = Trainers.Fit(_context, Trainers.Options());
        byte[] Fit(Distillation? lesson)
        {
            var options = Trainers.Options();
            options.Distillation = lesson;
            return Trainers.Bytes(Trainers.Fit(new MLContext(), options));
        }

        var one = Fit(new Distillation(teacher));
        CollectionAssert.AreEqual(one, Fit(new Distillation(teacher)));
        CollectionAssert.AreEqual(one, Fit(new Distillation(teacher.Network, teacher.Weights)));
        CollectionAssert.AreNotEqual(one, Fit(null));
        CollectionAssert.AreNotEqual(
            one, Fit(new Distillation(teacher.Network, NetworkWeights.Initialize(teacher.Network, 9))));
    }

    // What a teacher's quantizers are to measure is measured of the teacher alone, when it is trained.
    [TestMethod]
    public void Fit_WithATeacherWhoseAliasesHaveMetrics_MakesNoneForIt()
    {
        var made = 0;
        QuantizerMetric.Register("of_a_teacher", () =>
        {
            made++;
            return new Metrics.Everything("of_a_teacher");
        });
        var options = Trainers.Options(epochs: 1);
        options.Network = (input, outputs) => input
            .QuantDense(8, kernelQuantizer: "ste_sign(metrics=['of_a_teacher'])").BatchNormalization().Dense(outputs);
        var teacher = Trainers.Fit(_context, options);
        Assert.AreEqual((1, true), (made, teacher.History.Names.Contains("of_a_teacher/quant_dense")));
        var student = Trainers.Options(epochs: 1);
        student.Distillation = new Distillation(teacher);
        Assert.IsFalse(Trainers.Fit(_context, student).History.Names.Any(name => name.Contains("of_a_teacher")));
        Assert.AreEqual(1, made);
    }

    [TestMethod]
    public void Fit_WithATeacher_HoldsAsManyTensorsInEveryEpochAndLeavesNone()
    {
        var teacher = Trainers.Fit(_context, Trainers.Options());
        var counts = new List<long>();
        var options = Trainers.Options(epochs: 20);
        options.ValidationSet = Trainers.Table(_context);
        options.Callbacks = [new Hooks { EpochEnd = _ => counts.Add(torch.Tensor.TotalCount) }];
        options.Distillation = new Distillation(teacher);
        Trainers.Fit(_context, options);
        counts.Clear();
        var before = torch.Tensor.TotalCount;
        Trainers.Fit(_context, options);
        Assert.AreEqual(2 * ParametersOfSmall, torch.Tensor.TotalCount - before);
        Assert.HasCount(20, counts);
        Assert.AreEqual(counts[0], counts[^1]);
    }

    [TestMethod]
    public void Fit_CancelledWithATeacher_LeavesNone()
    {
        var teacher = Trainers.Fit(_context, Trainers.Options());
        using var source = new CancellationTokenSource();
        var options = Trainers.Options(epochs: 1000);
        options.Distillation = new Distillation(teacher);
        options.CancellationToken = source.Token;
        options.Callbacks =
            [new Hooks { BatchEnd = t => { if (t.Progress is { Epoch: 2, Batch: 2 }) source.Cancel(); } }];
        var table = Trainers.Table(_context);
        var trainer = _context.Larq().BinaryNet(options);
        var before = torch.Tensor.TotalCount;
        Assert.ThrowsExactly<OperationCanceledException>(() => trainer.Fit(table));
        Assert.AreEqual(2 * ParametersOfSmall, torch.Tensor.TotalCount - before);
    }

    // The validation loss is that of the labels, teacher or not: at a rate of 0 both trainings have the same weights.
    // Histories keep four digits.
    [TestMethod]
    public void Fit_WithValidation_ReportsTheLossOfTheLabels()
    {
        var teacher = Trainers.Fit(_context, Trainers.Options());
        TrainingHistory Fit(Distillation? lesson)
        {
            var options = Trainers.Options(epochs: 1);
            options.Optimizer = Optimize.Sgd(0f);
            options.ValidationSet = Trainers.Table(_context);
            options.Distillation = lesson;
            return Trainers.Fit(_context, options).History;
        }

        var (alone, taught) = (Fit(null), Fit(new Distillation(teacher) { OutputWeight = 7, Temperature = 3 }));
        const string Validation = MetricNames.Validation + MetricNames.Loss;
        Assert.AreEqual(alone[Validation][0], taught[Validation][0]);
        Assert.AreEqual(alone[MetricNames.Loss][0], taught[MetricNames.LabelLoss][0], 1e-6);
        Assert.AreEqual(
            taught[MetricNames.LabelLoss][0] + (7 * taught[MetricNames.OutputLoss][0]),
            taught[MetricNames.Loss][0], 5e-3);
        Assert.DoesNotContain(MetricNames.OutputLoss, alone.Names.ToArray());
    }

    [TestMethod]
    public void Fit_TaughtModel_KeepsWhatTaughtIt()
    {
        var teacher = Trainers.Fit(_context, Trainers.Options(epochs: 1));
        var options = Trainers.Options(epochs: 1);
        var lesson = new Distillation(teacher) { Temperature = 2.5f };
        options.Distillation = lesson;
        var model = Trainers.Fit(_context, options);
        var kept = model.Facts.Options.ToDictionary(option => option.Name, option => option.Value)["Distillation"];
        StringAssert.Contains(kept, $"TeacherDigest: {lesson.TeacherDigest}");
        StringAssert.Contains(kept, "Temperature: 2.5");
        Assert.AreEqual(16, lesson.TeacherDigest.Length);
        Assert.AreNotEqual(new Distillation(model).TeacherDigest, lesson.TeacherDigest);
    }

    [TestMethod]
    public void TeacherDigest_OnceRead_ChangesNoEquality()
    {
        var network = NetworkDefinition.Build(new TensorShape(2), x => x.Dense(1));
        var one = new Distillation(network, NetworkWeights.Initialize(network, 1));
        var other = one with { };
        Assert.AreEqual(16, one.TeacherDigest.Length);
        Assert.AreEqual(one, other);
        Assert.AreEqual(one.GetHashCode(), other.GetHashCode());
    }

    [TestMethod]
    public void FromKeras_WholeModel_TeachesItsLogits()
    {
        const string Config = "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"s\", \"layers\": ["
            + "{\"class_name\": \"InputLayer\", \"config\": {\"name\": \"in\", \"batch_input_shape\": [null, 3]}}, "
            + "{\"class_name\": \"Dense\", \"config\": {\"name\": \"last\", \"units\": 3, \"activation\": "
            + "\"softmax\"}}]}}";
        float[] kernel = [1, 0, -1, 2, 1, 0, 0, 3, 1], bias = [0, 1, 2];
        using var file = new KerasLayout { ModelConfig = Config }
            .With("last", ("last/kernel:0", [3, 3], kernel), ("last/bias:0", [3], bias)).ToFile();
        var network = NetworkDefinition.Build(new TensorShape(3), x => x.Dense(3, name: "last"));
        var weights = new NetworkWeights(
        [
            new("last/kernel", new WeightArray(new TensorShape(3, 3), kernel)),
            new("last/bias", new WeightArray(new TensorShape(3), bias)),
        ]);
        double Loss(Distillation lesson)
        {
            var options = Trainers.Options(epochs: 1);
            options.Distillation = lesson;
            return Trainers.Fit(_context, options).History[MetricNames.OutputLoss][0];
        }

        Assert.AreEqual(Loss(new Distillation(network, weights)), Loss(Distillation.FromKeras(file.Path)));
    }

    // Three yes or no are no logits of three classes.
    [TestMethod]
    public void FromKeras_SeveralSigmoids_TeachNoClasses()
    {
        using var file = new KerasLayout
        {
            ModelConfig = KerasCases.Config(
                new TensorShape(3),
                """{"class_name": "Dense", "config": {"name": "last", "units": 3, "activation": "sigmoid"}}"""),
        }.With("last", 1, ("last/kernel:0", [3, 3]), ("last/bias:0", [3])).ToFile();
        var options = Trainers.Options(epochs: 1);
        options.Distillation = Distillation.FromKeras(file.Path);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Trainers.Fit(_context, options)).Message,
            "the teacher ends in 3 sigmoids, each a yes or no of its own");
    }

    [TestMethod]
    public void Fit_ResumedWithItsTeacher_GivesTheSameBytesAndWithAnotherIsRefused()
    {
        var teacher = Trainers.Fit(_context, Trainers.Options());
        BinarizedNetworkTrainer.Options Options(Distillation? lesson)
        {
            var options = Trainers.Options(epochs: 4);
            options.Distillation = lesson;
            return options;
        }

        var whole = Trainers.Bytes(Trainers.Fit(_context, Options(new Distillation(teacher))));
        var folder = Directory.CreateTempSubdirectory("larq-taught");
        var broken = Options(new Distillation(teacher));
        broken.Checkpoints = new CheckpointOptions(folder.FullName);
        broken.Callbacks = [new Hooks { BatchEnd = t => { if (t.Progress.Epoch == 3) throw new TimeoutException(); } }];
        Assert.ThrowsExactly<TimeoutException>(() => Trainers.Fit(_context, broken));
        var resumed = Options(new Distillation(teacher));
        resumed.ResumeFrom = folder.FullName;
        CollectionAssert.AreEqual(whole, Trainers.Bytes(Trainers.Fit(_context, resumed)));

        var other = new Distillation(teacher.Network, NetworkWeights.Initialize(teacher.Network, 9));
        foreach (var (lesson, said) in new (Distillation?, string)[]
            {
                (other, other.TeacherDigest),
                (new Distillation(teacher) { Temperature = 3 }, "Temperature 3"), (null, "none here"),
            })
        {
            var options = Options(lesson);
            options.ResumeFrom = folder.FullName;
            var error = Assert.ThrowsExactly<ArgumentException>(() => Trainers.Fit(_context, options));
            StringAssert.Contains(error.Message, "Distillation");
            StringAssert.Contains(error.Message, said);
        }

        folder.Delete(recursive: true);
    }

    public static IEnumerable<object[]> Misfits =>
    [
        ["Option Distillation: the teacher takes (4,), the network in training (3,)",
            Network(4, x => x.Dense(3)), new Func<Distillation, Distillation>(d => d)],
        ["the teacher's last layer 'dense' gives (5,), that of the network in training (3,). With OutputWeight 0",
            Network(3, x => x.Dense(5)), new Func<Distillation, Distillation>(d => d)],
        ["OutputWeight is 0, and Attention has no pairs", Network(3, x => x.Dense(3)),
            new Func<Distillation, Distillation>(d => d with { OutputWeight = 0 })],
        ["OutputWeight is 0, and AttentionWeight is too", Network(3, x => x.Dense(3)),
            new Func<Distillation, Distillation>(
                d => d with { OutputWeight = 0, AttentionWeight = 0, Attention = ["dense"] })],
        ["the network in training has no layer 'gone' to match attention with; it has 'input', "
            + "'quantile_thermometer', ", Network(3, x => x.Dense(3)),
            new Func<Distillation, Distillation>(d => d with { Attention = [("gone", "dense")] })],
        ["the teacher has no layer 'gone' to match attention with; it has 'input', 'dense'.",
            Network(3, x => x.Dense(3)),
            new Func<Distillation, Distillation>(d => d with { Attention = [("quant_dense", "gone")] })],
        ["layer 'quant_dense' of the network in training gives (64,), 'dense' of the teacher (3,)",
            Network(3, x => x.Dense(3)),
            new Func<Distillation, Distillation>(d => d with { Attention = [("quant_dense", "dense")] })],
    ];

    [TestMethod]
    [DynamicData(nameof(Misfits))]
    public void Fit_TeacherThatDoesNotFit_SaysWhy(
        string message, NetworkDefinition teacher, Func<Distillation, Distillation> change)
    {
        var options = Trainers.Options();
        options.Distillation = change(new Distillation(teacher, NetworkWeights.Initialize(teacher, 1)));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Trainers.Fit(_context, options)).Message, message);
    }

    [TestMethod]
    [DataRow(
        "Flag",
        "Option Distillation: the teacher learned MulticlassClassification; label column 'Flag' is for "
        + "BinaryClassification")]
    [DataRow(
        "Other",
        "Option Distillation: the teacher learned the classes 'a', 'b', 'c'; label column 'Other' has '0', '10', '20'")]
    public void Fit_TeacherOfOtherLabels_IsRefused(string label, string message)
    {
        var teacher = Trainers.Fit(_context, Trainers.Options(epochs: 1));
        var options = Trainers.Options(label);
        options.Distillation = new Distillation(teacher);
        var table = Trainers.Table(_context);
        var rows = _context.Transforms.Conversion.MapValueToKey("Other", "Number").Fit(table).Transform(table);
        var error = Assert.ThrowsExactly<ArgumentException>(() => _context.Larq().BinaryNet(options).Fit(rows));
        StringAssert.Contains(error.Message, message);
    }

    [TestMethod]
    public void Fit_TemperatureForRegression_IsRefused()
    {
        var options = Trainers.Options("Target");
        options.Distillation =
            new Distillation(Trainers.Fit(_context, Trainers.Options("Target", epochs: 1))) { Temperature = 2 };
        var error = Assert.ThrowsExactly<ArgumentException>(() => Trainers.Fit(_context, options));
        StringAssert.Contains(
            error.Message, "a temperature is for classes; label column 'Target' is for Regression, got 2");
    }

    [TestMethod]
    public void Values_OutOfRange_AreRefusedWhereTheyAreSet()
    {
        var network = Network(3, x => x.Dense(3));
        var lesson = new Distillation(network, NetworkWeights.Initialize(network, 1));
        void Refuse(Func<object> set, string message) =>
            StringAssert.Contains(Assert.Throws<ArgumentException>(() => { set(); }).Message, message);

        foreach (var wrong in new[] { -1f, float.NaN, float.PositiveInfinity })
        {
            Refuse(() => lesson with { LabelWeight = wrong }, "Distillation.LabelWeight is finite and at least 0");
            Refuse(() => lesson with { OutputWeight = wrong }, "Distillation.OutputWeight is finite and at least 0");
            Refuse(
                () => lesson with { AttentionWeight = wrong }, "Distillation.AttentionWeight is finite and at least 0");
            Refuse(() => lesson with { Temperature = wrong }, "Distillation.Temperature is finite and above 0");
            Refuse(
                () => new AttentionPair("a", "b") { Weight = wrong },
                "attention pair 'a' and 'b' is finite and above 0");
        }

        Refuse(() => lesson with { Temperature = 0 }, "got 0");
        Refuse(() => new AttentionPair("a", "b") { Weight = 0 }, "got 0");
        Refuse(() => lesson with { Attention = null! }, "Attention");
        Refuse(() => lesson with { Attention = [null!] }, "has no null");
        Refuse(() => lesson with { AttentionNormalization = (AttentionNormalization)9 }, "Maximum, Euclidean");
        Refuse(() => new AttentionPair("", "b"), "student");
        Refuse(() => new Distillation(network, new NetworkWeights([])), "needs a weight 'dense/kernel'");
    }

    private static NetworkDefinition Network(int inputs, Func<NetworkTensor, NetworkTensor> network) =>
        NetworkDefinition.Build(new TensorShape(inputs), network);
}
