using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Losses;

/// <summary>What is counted beside the loss: rows predicted right, or squared errors.</summary>
/// <param name="Name">What the task's metric is called.</param>
/// <param name="Of">The metric from the sums.</param>
/// <param name="Count">The sums of a batch, without its loss.</param>
internal sealed record TaskMetric(string Name, Func<Tally, double> Of, Func<Tensor, Tensor, Tally> Count)
{
    public static TaskMetric For(LearningTask task) => task switch
    {
        LearningTask.MulticlassClassification => new(
            MetricNames.Accuracy, tally => tally.Accuracy, (output, labels) => Correct(output.argmax(1), labels)),
        LearningTask.BinaryClassification => new(
            MetricNames.Accuracy, tally => tally.Accuracy,
            (output, labels) => Correct(output.flatten().Above(0), labels)),
        LearningTask.Regression => new(MetricNames.RSquared, tally => tally.RSquared, Errors),
        _ => throw new ArgumentOutOfRangeException(nameof(task), task, "This task has no metric."),
    };

    private static Tally Correct(Tensor predicted, Tensor labels) => default(Tally) with
    {
        Rows = labels.numel(),
        Correct = (long)predicted.to(labels.dtype).eq(labels).sum().Value(),
    };

    private static Tally Errors(Tensor output, Tensor labels)
    {
        var y = labels.to(ScalarType.Float64);
        return default(Tally) with
        {
            Rows = labels.numel(),
            SquaredErrors = output.flatten().to(ScalarType.Float64).sub(y).Squared().sum().Value(),
            Labels = y.sum().Value(),
            SquaredDeviations = y.sub(y.mean()).Squared().sum().Value(),
        };
    }
}
