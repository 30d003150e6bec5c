using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Layers;
using Microsoft.ML.Larq.Training.Distilling;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Training.Distilling;

/// <summary>The loss against a teacher's outputs, by hand and by loops in doubles.</summary>
[TestClass]
public class OutputLossTests
{
    // p = (3/4, 1/4), q = (1/2, 1/2): 3/4·ln(3/2) + 1/4·ln(1/2) = 0.130812…; the gradient is q − p = (−1/4, 1/4).
    [TestMethod]
    public void Mean_OfTwoClasses_IsTheHandCount()
    {
        using var scope = NewDisposeScope();
        var student = tensor(new[] { 0f, 0f }).reshape(1, 2).requires_grad_();
        var loss = OutputLoss.Mean(
            LearningTask.MulticlassClassification, student, tensor(new[] { MathF.Log(3), 0f }).reshape(1, 2), 1);
        loss.backward();
        Assert.AreEqual(0.130812f, loss.Values()[0], 1e-6f);
        Assert.AreEqual(-0.25f, student.grad!.Values()[0], 1e-6f);
        Assert.AreEqual(0.25f, student.grad!.Values()[1], 1e-6f);
    }

    [TestMethod]
    [DataRow(1.0)]
    [DataRow(4.0)]
    [DataRow(0.5)]
    public void Mean_OfClasses_AgreesWithLoops(double temperature)
    {
        const int Rows = 5, Classes = 4;
        var (own, wanted) =
            (TestTensors.Uniform(1, Rows * Classes, -6, 6), TestTensors.Uniform(2, Rows * Classes, -6, 6));
        var (expected, gradient) = (0.0, new double[Rows * Classes]);
        for (var row = 0; row < Rows; row++)
        {
            var (q, p) = (Softmax(own, row), Softmax(wanted, row));
            for (var c = 0; c < Classes; c++)
            {
                expected += temperature * temperature * p[c] * Math.Log(p[c] / q[c]) / Rows;
                gradient[(row * Classes) + c] = temperature * (q[c] - p[c]) / Rows;
            }
        }

        AssertLoss(LearningTask.MulticlassClassification, own, wanted, Classes, temperature, expected, gradient);

        double[] Softmax(float[] logits, int row)
        {
            var powers = Enumerable.Range(0, Classes)
                .Select(c => Math.Exp(logits[(row * Classes) + c] / temperature)).ToArray();
            return [.. powers.Select(power => power / powers.Sum())];
        }
    }

    [TestMethod]
    [DataRow(1.0)]
    [DataRow(3.0)]
    public void Mean_OfAYesOrNo_AgreesWithLoops(double temperature)
    {
        const int Rows = 6;
        var (own, wanted) = (TestTensors.Uniform(3, Rows, -5, 5), TestTensors.Uniform(4, Rows, -5, 5));
        double Sigmoid(float logit) => 1 / (1 + Math.Exp(-logit / temperature));
        double Divergence(double p, double q) => (p * Math.Log(p / q)) + ((1 - p) * Math.Log((1 - p) / (1 - q)));
        var expected =
            own.Zip(wanted, (z, v) => temperature * temperature * Divergence(Sigmoid(v), Sigmoid(z)) / Rows).Sum();
        double[] gradient = [.. own.Zip(wanted, (z, v) => temperature * (Sigmoid(z) - Sigmoid(v)) / Rows)];
        AssertLoss(LearningTask.BinaryClassification, own, wanted, 1, temperature, expected, gradient);
    }

    // ((1 − 3)² + (2 − 1)²) / 2 = 2.5; 2·(z − v) / 2 = (−2, 1).
    [TestMethod]
    public void Mean_OfNumbers_IsTheSquaredDifference() =>
        AssertLoss(LearningTask.Regression, [1, 2], [3, 1], 1, 1, 2.5, [-2, 1]);

    // Float32 has e⁻²⁰⁰ = 0; its logarithm must not be taken.
    [TestMethod]
    public void Mean_OfCertainOutputs_IsFinite() => AssertLoss(
        LearningTask.MulticlassClassification, [200, 0], [0, 200], 2, 1, 200, [1, -1]);

    private static void AssertLoss(
        LearningTask task, float[] own, float[] wanted, int outputs,
        double temperature, double expected, double[] gradient)
    {
        using var scope = NewDisposeScope();
        var student = TestTensors.Shaped(own, own.Length / outputs, outputs).requires_grad_();
        var loss = OutputLoss.Mean(
            task, student, TestTensors.Shaped(wanted, own.Length / outputs, outputs), temperature);
        loss.backward();
        Assert.AreEqual(expected, loss.Values()[0], 1e-5 * Math.Max(1, Math.Abs(expected)));
        foreach (var (slope, came) in gradient.Zip(student.grad!.Values())) Assert.AreEqual(slope, came, 1e-5);
    }
}
