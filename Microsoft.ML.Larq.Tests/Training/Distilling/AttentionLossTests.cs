using Microsoft.ML.Larq.Tests.Layers;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Distilling;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Training.Distilling;

/// <summary>The loss between two maps of attention, by hand and by loops in doubles.</summary>
[TestClass]
public class AttentionLossTests
{
    // Student, one channel: A = (1, 2), Q = (1, 4), Q/max = (1/4, 1). Teacher, two: (1, 1) and (0, 2), Q = (1, 2),
    // Q/max = (1/2, 1). Loss ½·(1/4 − 1/2)² = 1/32. With Q₁ the maximum, Q̂₀ = A₀²/A₁²:
    // ∂/∂A₀ = (−1/4)·2A₀/A₁² = −1/8, ∂/∂A₁ = (−1/4)·(−2A₀²/A₁³) = 1/16.
    [TestMethod]
    public void Mean_OverTheMaximum_IsTheHandCount()
    {
        using var scope = NewDisposeScope();
        var student = TestTensors.Shaped([1, 2], 1, 1, 1, 2).requires_grad_();
        var loss = AttentionLoss.Mean(
            student, TestTensors.Shaped([1, 0, 1, 2], 1, 2, 1, 2), AttentionNormalization.Maximum);
        loss.backward();
        Assert.AreEqual(1 / 32f, loss.Values()[0], 1e-7f);
        Assert.AreEqual(-1 / 8f, student.grad!.Values()[0], 1e-6f);
        Assert.AreEqual(1 / 16f, student.grad!.Values()[1], 1e-6f);
    }

    // Q̂ = (1, 4)/√17 and (1, 2)/√5.
    [TestMethod]
    public void Mean_OverTheLength_IsTheHandCount()
    {
        using var scope = NewDisposeScope();
        var loss = AttentionLoss.Mean(
            TestTensors.Shaped([1, 2], 1, 1, 1, 2), TestTensors.Shaped([1, 0, 1, 2], 1, 2, 1, 2),
            AttentionNormalization.Euclidean);
        var (first, second) = ((1 / Math.Sqrt(17)) - (1 / Math.Sqrt(5)), (4 / Math.Sqrt(17)) - (2 / Math.Sqrt(5)));
        Assert.AreEqual(((first * first) + (second * second)) / 2, loss.Values()[0], 1e-6);
    }

    [TestMethod]
    [DataRow(AttentionNormalization.Maximum)]
    [DataRow(AttentionNormalization.Euclidean)]
    public void Mean_OfImages_AgreesWithLoopsAndDifferences(AttentionNormalization normalization)
    {
        const int Rows = 3, Own = 2, Wanted = 4, Positions = 6;
        var a = TestTensors.Uniform(5, Rows * Own * Positions, -1, 1);
        var b = TestTensors.Uniform(6, Rows * Wanted * Positions, -1, 1);
        double Loss(double[] student, double[] teacher)
        {
            var sum = 0.0;
            for (var row = 0; row < Rows; row++)
            {
                var (own, wanted) = (Map(student, row, Own), Map(teacher, row, Wanted));
                for (var p = 0; p < Positions; p++)
                    sum += (own[p] - wanted[p]) * (own[p] - wanted[p]) / (Rows * Positions);
            }

            return sum;
        }

        double[] Map(double[] x, int row, int channels)
        {
            var map = new double[Positions];
            for (var c = 0; c < channels; c++)
            {
                for (var p = 0; p < Positions; p++)
                    map[p] += Math.Pow(x[(((row * channels) + c) * Positions) + p], 2) / channels;
            }

            var size = normalization == AttentionNormalization.Maximum ? map.Max() : Math.Sqrt(map.Sum(q => q * q));
            return [.. map.Select(q => q / size)];
        }

        using var scope = NewDisposeScope();
        var leaf = TestTensors.Shaped(a, Rows, Own, 2, 3).requires_grad_();
        var loss = AttentionLoss.Mean(leaf, TestTensors.Shaped(b, Rows, Wanted, 2, 3), normalization);
        loss.backward();
        var (student, teacher) = (a.Doubles(), b.Doubles());
        Assert.AreEqual(Loss(student, teacher), loss.Values()[0], 1e-6);
        var gradient = leaf.grad!.Values();
        for (var i = 0; i < student.Length; i++)
        {
            const double Step = 1e-6;
            double Moved(double by) => Loss([.. student.Select((value, j) => i == j ? value + by : value)], teacher);
            Assert.AreEqual((Moved(Step) - Moved(-Step)) / (2 * Step), gradient[i], 1e-5, $"element {i}");
        }
    }

    [TestMethod]
    [DataRow(AttentionNormalization.Maximum)]
    [DataRow(AttentionNormalization.Euclidean)]
    public void Mean_OfAMapOfZeros_IsFiniteWithoutGradient(AttentionNormalization normalization)
    {
        using var scope = NewDisposeScope();
        var student = zeros(1, 2, 1, 2).requires_grad_();
        var loss = AttentionLoss.Mean(student, ones(1, 1, 1, 2), normalization);
        loss.backward();
        Assert.AreEqual(normalization == AttentionNormalization.Maximum ? 1 : 0.5, loss.Values()[0], 1e-6);
        foreach (var slope in student.grad!.Values()) Assert.AreEqual(0f, slope);
    }

    // The same direction everywhere: 0, however strong the activations are.
    [TestMethod]
    public void Mean_OfProportionalActivations_IsZero()
    {
        using var scope = NewDisposeScope();
        var x = TestTensors.Shaped(TestTensors.Uniform(7, 12, -1, 1), 2, 1, 2, 3);
        var y = TestTensors.Shaped([.. TestTensors.Uniform(7, 12, -1, 1).Select(value => value * -3)], 2, 1, 2, 3);
        Assert.AreEqual(0, AttentionLoss.Mean(x, y, AttentionNormalization.Maximum).Values()[0], 1e-10);
    }
}
