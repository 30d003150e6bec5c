using Microsoft.ML.Larq.Optimizers.Schedules;
using Microsoft.ML.Larq.Tensors;
using Microsoft.ML.Larq.Training.Losses;
using Microsoft.ML.Larq.Training.Measures;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training;

/// <summary>One step: loss, gradients, their bounds, the optimizer, the weights' bounds.</summary>
internal sealed class TrainingStep(TrainingParts parts, TrainingChoices choices)
{
    private readonly LatentClip _clip = new(parts.Network, choices.ClipLatentWeights);

    /// <summary>Takes a batch; gives its sums from before the step.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="batch">The batch, from 0.</param>
    /// <exception cref="InvalidOperationException">The loss is no longer a number.</exception>
    public Tally Run(int epoch, int batch)
    {
        var tally = Learn(epoch, batch);
        _clip.Apply();
        return tally;
    }

    /// <summary>
    /// Looks at the weights after an epoch's last step: a loss is that of the weights before its step.
    /// </summary>
    /// <exception cref="InvalidOperationException">A weight is no longer a number.</exception>
    public void RequireFinite(int epoch)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        if (!parts.Weights.All(weight => weight.Tensor.IsFinite()))
            throw Diverged($"a weight is no longer a finite number after epoch {epoch}");
    }

    private Tally Learn(int epoch, int batch)
    {
        using var scope = NewDisposeScope();
        var batches = parts.Rows.Batches;
        var time = new ScheduleTime(((epoch - 1L) * batches) + batch, (long)choices.Epochs * batches, batches);
        var rows = parts.Rows[batch];
        parts.Optimizer.ZeroGradients();
        parts.Sharing.BeginStep(rows);

        // A rank without rows of its own in this step goes along with one that does not count.
        using var pause = rows.Rows == 0 ? new IdlePause(parts.Network) : null;
        var (output, loss) = parts.Loss.Of(rows);
        parts.Sharing.Weighed(parts.Network.Penalties.AddTo(loss), rows).backward();
        parts.Network.ThrowFaults();
        using var noGrad = no_grad();
        parts.Sharing.SumGradients();
        choices.GradientClipping?.Apply(parts.Weights);
        parts.Optimizer.Step(time);
        parts.Sharing.EndStep();
        var mean = loss.Value();
        if (!double.IsFinite(mean)) throw Diverged($"the loss became {mean} in epoch {epoch}, batch {batch + 1}");
        if (rows.Rows == 0) return default;
        var tally = parts.Metric.Count(output, rows.Labels);
        return tally with { Loss = mean * tally.Rows };
    }

    private static InvalidOperationException Diverged(string what) => new(
        $"Training diverged: {what}. A lower learning rate (option Optimizer) usually helps.");
}
