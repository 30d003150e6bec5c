using System.Collections.Frozen;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tensors;
using Microsoft.ML.Larq.Training.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Losses;

/// <summary>A loss function and the tasks that it serves.</summary>
/// <param name="Tasks">The tasks; the first loss in the table that serves a task is its default.</param>
/// <param name="Mean">The mean over a batch from (rows, outputs) and (rows,) labels.</param>
/// <param name="Each">Each row's loss, (rows,), from the same.</param>
internal sealed record TrainingLoss(
    LearningTask[] Tasks, Func<Tensor, Tensor, Tensor> Mean, Func<Tensor, Tensor, Tensor> Each)
{
    private static readonly FrozenDictionary<LossFunction, TrainingLoss> Rows = new Dictionary<
        LossFunction, TrainingLoss>
    {
        [LossFunction.CrossEntropy] = new(
            [LearningTask.MulticlassClassification],
            (output, labels) => nn.functional.cross_entropy(output, labels.to(ScalarType.Int64)),
            (output, labels) => nn.functional.cross_entropy(
                output, labels.to(ScalarType.Int64), reduction: nn.Reduction.None)),
        [LossFunction.BinaryCrossEntropy] = new(
            [LearningTask.BinaryClassification],
            (output, labels) => nn.functional.binary_cross_entropy_with_logits(output.flatten(), labels),
            (output, labels) => nn.functional.binary_cross_entropy_with_logits(
                output.flatten(), labels, reduction: nn.Reduction.None)),
        [LossFunction.SquaredError] = new(
            [LearningTask.Regression],
            (output, labels) => nn.functional.mse_loss(output.flatten(), labels),
            (output, labels) => nn.functional.mse_loss(output.flatten(), labels, reduction: nn.Reduction.None)),
        [LossFunction.SquaredHinge] = new(
            [LearningTask.MulticlassClassification, LearningTask.BinaryClassification],
            (output, labels) => SquaredHinge(output, labels).mean(),
            (output, labels) => SquaredHinge(output, labels).mean([1])),
    }.ToFrozenDictionary();

    /// <summary>The loss asked for, or the task's own.</summary>
    /// <exception cref="ArgumentException">
    /// The loss does not serve the task, or smoothing is asked of one that has none; the message lists those that do.
    /// </exception>
    public static TrainingLoss For(LearningTask task, LossFunction? wanted, float smoothing = 0)
    {
        var loss = NameFor(task, wanted);
        return smoothing == 0 ? Rows[loss] : loss switch
        {
            LossFunction.CrossEntropy => new(
                Rows[loss].Tasks,
                (output, labels) => SmoothedCrossEntropy(output, labels, smoothing, nn.Reduction.Mean),
                (output, labels) => SmoothedCrossEntropy(output, labels, smoothing, nn.Reduction.None)),
            LossFunction.BinaryCrossEntropy => new(
                Rows[loss].Tasks,
                (output, labels) => Rows[loss].Mean(output, labels.Times(1 - smoothing).Plus(smoothing / 2)),
                (output, labels) => Rows[loss].Each(output, labels.Times(1 - smoothing).Plus(smoothing / 2))),
            _ => throw new ArgumentException(
                $"Option LabelSmoothing: {LossFunction.CrossEntropy} and {LossFunction.BinaryCrossEntropy} take it, "
                + $"the loss is {loss}."),
        };
    }

    /// <summary>The name of the loss asked for, or of the task's own.</summary>
    /// <exception cref="ArgumentException">The loss does not serve the task.</exception>
    public static LossFunction NameFor(LearningTask task, LossFunction? wanted)
    {
        var serving = Rows.Where(row => row.Value.Tasks.Contains(task)).OrderBy(row => row.Key).ToArray();
        if (serving.Length == 0) throw new ArgumentException($"The task {task} is not trained: it has no loss.");
        var loss = wanted ?? serving[0].Key;
        return serving.Any(row => row.Key == loss)
            ? loss
            : throw new ArgumentException(
                $"Option Loss: {task} takes {string.Join(", ", serving.Select(row => row.Key))}, got {loss}.");
    }

    /// <summary>
    /// The mean over n rows of each row's loss ℓ times its class's weight: Σ w[yᵢ]·ℓᵢ / n, as in Keras.
    /// </summary>
    /// <param name="weights">One weight per class, by label.</param>
    public TrainingLoss Weighted(float[] weights) => this with
    {
        Mean = (output, labels) => Weigh(Each(output, labels), labels, weights).mean(),
        Each = (output, labels) => Weigh(Each(output, labels), labels, weights),
    };

    /// <summary>The mean over a batch, in which a row counts as much as its weight says.</summary>
    public Tensor Of(Tensor output, Batch batch) => batch.Weights is null
        ? Mean(output, batch.Labels)
        : batch.Mean(Each(output, batch.Labels));

    private static Tensor Weigh(Tensor losses, Tensor labels, float[] weights)
    {
        var all = TorchMemory.Empty(weights.Length);
        weights.CopyTo(all.Floats());
        return losses.mul(all.to(losses.device).index_select(0, labels.to(ScalarType.Int64)));
    }

    // With targets of 1 − ε + ε/k for the label's class and ε/k for the others, −Σ target·log softmax falls in two.
    private static Tensor SmoothedCrossEntropy(Tensor output, Tensor labels, float smoothing, nn.Reduction reduction)
    {
        var logs = nn.functional.log_softmax(output, 1);
        var own = nn.functional.nll_loss(logs, labels.to(ScalarType.Int64), reduction: reduction);
        var all = reduction == nn.Reduction.Mean ? logs.mean() : logs.mean([1]);
        return own.Times(1 - smoothing).Plus(all.Times(-smoothing));
    }

    // (rows, outputs); targets are 0 and 1.
    private static Tensor SquaredHinge(Tensor output, Tensor labels)
    {
        var targets = output.size(1) == 1
            ? labels.view(-1, 1)
            : nn.functional.one_hot(labels.to(ScalarType.Int64), output.size(1));
        var signs = targets.to(output.dtype).Times(2).Plus(-1);
        return output.mul(signs).Times(-1).Plus(1).relu().Squared();
    }
}
