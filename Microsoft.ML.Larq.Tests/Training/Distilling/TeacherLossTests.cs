using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Tests.Layers;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Data;
using Microsoft.ML.Larq.Training.Distilling;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Training.Distilling;

/// <summary>A step with a teacher, against a pencil and against loops in doubles.</summary>
[TestClass]
public class TeacherLossTests
{
    // Student z = w·x, w = (1, −1); teacher of kernel (3, −1) behind a batch normalization of mean 1 and
    // variance 3.5 + ε of 0.5, so v = 3(x₀ − 1)/2 − (x₁ − 1)/2. Rows (1, 2) and (3, 1), labels 0 and 1:
    // z = (−1, 2), v = (−½, 3). Labels: (1 + 1)/2 = 1; outputs: (¼ + 1)/2 = 0.625.
    // ∂ℓ/∂w = Σ(z − y)x = −(1, 2) + (3, 1) = (2, −1); ∂O/∂w = Σ(z − v)x = −½(1, 2) − (3, 1) = (−3.5, −2).
    [TestMethod]
    [DataRow(1f, 1f)]
    [DataRow(0f, 2f)]
    [DataRow(0.5f, 3f)]
    public void Run_OneStep_FollowsBothLossesByTheirWeights(float labelWeight, float outputWeight)
    {
        var (student, start) = Linear(1, -1);
        var teacher = NetworkDefinition.Build(new TensorShape(2), x => x
            .BatchNormalization(epsilon: 0.5f, center: false, scale: false).Dense(1, useBias: false));
        var settings = Probe.Settings(LearningTask.Regression) with
        {
            Optimizer = Optimize.Sgd(0.1f),
            Distillation = new DistillationSettings
            {
                Teacher = teacher,
                Weights = Probe.Weights(
                    teacher, ("dense/kernel", [3, -1]), ("batch_normalization/moving_mean", [1, 1]),
                    ("batch_normalization/moving_variance", [3.5f, 3.5f])),
                LabelWeight = labelWeight,
                OutputWeight = outputWeight,
            },
        };
        using var rows = Probe.Rows([1, 2, 3, 1], 0, 1);
        var (weights, report) = Train(student, start, settings, rows);
        Assert.AreEqual(
            1 - (0.1 * ((labelWeight * 2) - (outputWeight * 3.5))), weights["dense/kernel"].Values[0], 1e-6);
        Assert.AreEqual(-1 - (0.1 * (-labelWeight - (outputWeight * 2))), weights["dense/kernel"].Values[1], 1e-6);
        Assert.AreEqual(1, report[MetricNames.LabelLoss], 1e-6);
        Assert.AreEqual(0.625, report[MetricNames.OutputLoss], 1e-6);
        Assert.AreEqual(labelWeight + (outputWeight * 0.625), report[MetricNames.Loss], 1e-6);
        Assert.IsFalse(report.Values.Any(value => value.Key == MetricNames.AttentionLoss));
    }

    // The teacher learned labels of mean 10 and deviation 4, the student of 2 and 2: an output 0 is 10, for the student
    // 4.
    [TestMethod]
    public void Run_TeacherOfAnotherScale_IsBroughtToTheStudents()
    {
        var (student, start) = Linear(0, 0);
        var (teacher, weights) = Linear(0, 0);
        var settings = Probe.Settings(LearningTask.Regression) with
        {
            Optimizer = Optimize.Sgd(0f),
            Labels = new LabelScale(2, 2),
            Distillation = new DistillationSettings
            {
                Teacher = teacher,
                Weights = weights,
                TeacherLabels = new LabelScale(10, 4),
            },
        };
        using var rows = Probe.Rows([1, 2], 2);
        Assert.AreEqual(16, Train(student, start, settings, rows).Report[MetricNames.OutputLoss], 1e-5);
    }

    // A convolution of one pixel, a + b·x, summed up by a dense layer; two pairs, of weights 1 and 3, of which the
    // teacher's second looks at the picture itself.
    [TestMethod]
    public void Run_WithAttention_StepsAlongTheDifferencesOfTheLoss()
    {
        const int Positions = 4;
        const float Rate = 0.5f;
        var shape = new TensorShape(2, 2, 1);
        var student = NetworkDefinition.Build(shape, x => x
            .Conv2D(2, 1, name: "own").Identity("again").GlobalAveragePool().Dense(1, useBias: false, name: "sum"));
        var teacher = NetworkDefinition.Build(shape, x => x
            .Conv2D(3, 1, name: "far").Identity("end").Conv2D(1, 1, name: "last")
            .GlobalAveragePool().Dense(1, name: "sum"));
        float[] kernel = [0.5f, -0.8f], bias = [0.3f, 0.1f], sum = [0.7f, -0.4f];
        float[] far = [1f, -2f, 0.5f], farBias = [0.2f, 0.6f, -1f];
        var settings = Probe.Settings(LearningTask.Regression) with
        {
            Optimizer = Optimize.Sgd(Rate),
            Distillation = new DistillationSettings
            {
                Teacher = teacher,
                Weights = Probe.Weights(teacher, ("far/kernel", far), ("far/bias", farBias)),
                LabelWeight = 0.25f,
                OutputWeight = 0,
                AttentionWeight = 2,
                Attention = [("own", "end"), new AttentionPair("again", teacher.Input.Name) { Weight = 3 }],
            },
        };
        float[] pixels = [0.1f, 0.9f, -0.6f, 0.4f, 1.2f, -0.3f, 0.5f, 0.8f], labels = [1, -1];
        using var rows = Probe.Rows(pixels, labels);
        var start = Probe.Weights(student, ("own/kernel", kernel), ("own/bias", bias), ("sum/kernel", sum));
        var (weights, report) = Train(student, start, settings, rows);

        (double Labels, double Attention) Loss(double[] k, double[] b, double[] s)
        {
            var (ofLabels, attention) = (0.0, 0.0);
            for (var row = 0; row < labels.Length; row++)
            {
                var x = pixels.AsSpan(row * Positions, Positions).ToArray();
                double[] Map(double[] slopes, double[] offsets)
                {
                    double[] map =
                        [.. x.Select(value => slopes.Zip(offsets, (m, n) => Math.Pow((m * value) + n, 2)).Average())];
                    return [.. map.Select(q => q / map.Max())];
                }

                double Apart(double[] one, double[] other) => one.Zip(other, (p, q) => (p - q) * (p - q)).Average();
                var own = Map(k, b);
                var pairs = Apart(own, Map(far.Doubles(), farBias.Doubles())) + (3 * Apart(own, Map([1], [0])));
                attention += pairs / 2 / labels.Length;
                var z = Enumerable.Range(0, 2).Sum(c => s[c] * x.Average(value => (k[c] * value) + b[c]));
                ofLabels += (z - labels[row]) * (z - labels[row]) / labels.Length;
            }

            return (ofLabels, attention);
        }

        double[][] at = [kernel.Doubles(), bias.Doubles(), sum.Doubles()];
        var (first, second) = Loss(at[0], at[1], at[2]);
        Assert.AreEqual(first, report[MetricNames.LabelLoss], 1e-6);
        Assert.AreEqual(second, report[MetricNames.AttentionLoss], 1e-6);
        Assert.AreEqual((0.25 * first) + (2 * second), report[MetricNames.Loss], 1e-6);
        string[] names = ["own/kernel", "own/bias", "sum/kernel"];
        for (var weight = 0; weight < names.Length; weight++)
        {
            for (var i = 0; i < 2; i++)
            {
                double Moved(double by)
                {
                    double[][] moved = [.. at.Select(values => values.ToArray())];
                    moved[weight][i] += by;
                    var (l, a) = Loss(moved[0], moved[1], moved[2]);
                    return (0.25 * l) + (2 * a);
                }

                var slope = (Moved(1e-6) - Moved(-1e-6)) / 2e-6;
                Assert.AreEqual(
                    at[weight][i] - (Rate * slope), weights[names[weight]].Values[i], 1e-5, $"{names[weight]} {i}");
            }
        }
    }

    // Its dropout would change with every step, its batch normalization with every batch.
    [TestMethod]
    public void Run_TeacherWithDropout_AnswersTheSameInEveryEpoch()
    {
        var (student, start) = Linear(1, -1);
        var teacher = NetworkDefinition.Build(new TensorShape(2), x => x
            .Dropout(0.9f).BatchNormalization().Dense(1, useBias: false));
        var listener = new Listener();
        var settings = Probe.Settings(LearningTask.Regression) with
        {
            Epochs = 4,
            BatchSize = 2,
            Optimizer = Optimize.Sgd(0f),
            Distillation =
                new DistillationSettings { Teacher = teacher, Weights = NetworkWeights.Initialize(teacher, 1) },
        };
        using var rows = Probe.Rows(3, 10, 2, x => x[0]);
        Train(student, start, settings, rows, listener);
        var losses = listener.Epochs.Select(report => report[MetricNames.OutputLoss]).ToArray();
        Assert.HasCount(4, losses);
        Assert.IsGreaterThan(0.0, losses[0]);
        foreach (var loss in losses) Assert.AreEqual(losses[0], loss, 1e-6);
    }

    private static (NetworkDefinition Network, NetworkWeights Weights) Linear(params float[] kernel)
    {
        var network = NetworkDefinition.Build(new TensorShape(kernel.Length), x => x.Dense(1, useBias: false));
        return (network, Probe.Weights(network, ("dense/kernel", kernel)));
    }

    private static (NetworkWeights Weights, TrainingProgress Report) Train(
        NetworkDefinition student, NetworkWeights start,
        TrainingSettings settings, RowCache rows, Listener? listener = null)
    {
        listener ??= new Listener();
        using var session = new TrainingSession(student, start, settings, rows, null, CPU, listener);
        session.Run();
        return (session.Weights, listener.Reports[^1]);
    }
}
