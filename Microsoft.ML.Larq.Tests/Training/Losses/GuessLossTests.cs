using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Training.Losses;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Training.Losses;

/// <summary>The cost of guessing is what Torch finds when it looks for the best outputs that all rows share.</summary>
[TestClass]
public class GuessLossTests
{
    [TestMethod]
    [DataRow(LossFunction.CrossEntropy, LearningTask.MulticlassClassification, false, 0f)]
    [DataRow(LossFunction.CrossEntropy, LearningTask.MulticlassClassification, true, 0f)]
    [DataRow(LossFunction.CrossEntropy, LearningTask.MulticlassClassification, true, 0.2f)]
    [DataRow(LossFunction.SquaredHinge, LearningTask.MulticlassClassification, true, 0f)]
    [DataRow(LossFunction.BinaryCrossEntropy, LearningTask.BinaryClassification, false, 0.1f)]
    [DataRow(LossFunction.BinaryCrossEntropy, LearningTask.BinaryClassification, true, 0f)]
    [DataRow(LossFunction.SquaredHinge, LearningTask.BinaryClassification, false, 0f)]
    public void OfClasses_EveryLoss_IsTheLeastOfEqualOutputs(
        LossFunction loss, LearningTask task, bool weighs, float smoothing)
    {
        int[] counts = task == LearningTask.BinaryClassification ? [3, 9] : [5, 2, 13];
        int[] validation = task == LearningTask.BinaryClassification ? [4, 4] : [1, 6, 3];
        float[]? weights = weighs ? [2f, 1f, 0.5f] : null;
        var plain = TrainingLoss.For(task, loss, smoothing);
        var trained = weights is null ? plain : plain.Weighted(weights[..counts.Length]);
        var (least, outputs) = Least(trained, counts, task == LearningTask.BinaryClassification ? 1 : counts.Length);
        double[] rows = [.. counts];
        var (training, validated) = GuessLoss.OfClasses(
            loss, rows, [.. validation], weights?[..counts.Length], smoothing);
        Assert.AreEqual(least, training, 2e-4);
        Assert.AreEqual(Loss(plain, validation, outputs), validated, 2e-3);
        Assert.IsTrue(double.IsNaN(GuessLoss.OfClasses(loss, rows, [], null, 0).Validation));
    }

    [TestMethod]
    public void OfNumbers_TheMeanIsGuessed()
    {
        Assert.AreEqual((1.0, 5.0), GuessLoss.OfNumbers([-1, 1], [1, 3], [], []));
        Assert.IsTrue(double.IsNaN(GuessLoss.OfNumbers([1], [], [], []).Validation));
        Assert.AreEqual(
            GuessLoss.OfNumbers([-1, 1, 1, 1], [1, 3, 3, 3], [], []),
            GuessLoss.OfNumbers([-1, 1], [1, 3], [0.5f, 1.5f], [0.5f, 1.5f]));
    }

    private static (double Loss, float[] Outputs) Least(TrainingLoss loss, int[] counts, int outputs)
    {
        using var scope = NewDisposeScope();
        var shared = new TorchSharp.Modules.Parameter(zeros(1, outputs));
        using var optimizer = optim.Adam([shared], lr: 0.02);
        var labels = Labels(counts);
        for (var step = 0; step < 1500; step++)
        {
            optimizer.zero_grad();
            loss.Mean(shared.expand(labels.size(0), outputs), labels).backward();
            optimizer.step();
        }

        float[] found = [.. shared.data<float>()];
        return (Loss(loss, counts, found), found);
    }

    private static double Loss(TrainingLoss loss, int[] counts, float[] outputs)
    {
        using var scope = NewDisposeScope();
        var labels = Labels(counts);
        return loss.Mean(tensor(outputs).view(1, -1).expand(labels.size(0), outputs.Length), labels).item<float>();
    }

    private static Tensor Labels(int[] counts) => tensor(
        counts.SelectMany((count, label) => Enumerable.Repeat((float)label, count)).ToArray());
}
