using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Losses;

/// <summary>What is counted beside the loss: rows predicted right, or squared errors.</summary>
/// <param name="Values">The task's metrics from the sums, by name, the one to judge by first.</param>
/// <param name="Count">The sums of a batch, without its loss.</param>
internal sealed record TaskMetric(
    Func<Tally, KeyValuePair<string, double>[]> Values, Func<Tensor, Tensor, Tally> Count)
{
    /// <param name="task">The task.</param>
    /// <param name="unit">What a regression's labels were divided by.</param>
    /// <param name="isConstant">Whether the mean label is predicted, whatever the network gives.</param>
    public static TaskMetric For(LearningTask task, double unit = 1, bool isConstant = false) => task switch
    {
        LearningTask.MulticlassClassification => new(
            Accuracy, (output, labels) => Correct(output.argmax(1), labels)),
        LearningTask.BinaryClassification => new(
            Accuracy, (output, labels) => Correct(output.flatten().Above(0), labels)),
        LearningTask.Regression => new(
            tally =>
            [
                new(MetricNames.RSquared, tally.RSquared),
                new(MetricNames.RootMeanSquaredError, tally.RootMeanSquaredError * unit),
            ],
            (output, labels) => Errors(isConstant ? output.Times(0) : output, labels)),
        _ => throw new ArgumentOutOfRangeException(nameof(task), task, "This task has no metric."),
    };

    private static KeyValuePair<string, double>[] Accuracy(Tally tally) => [new(MetricNames.Accuracy, tally.Accuracy)];

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
