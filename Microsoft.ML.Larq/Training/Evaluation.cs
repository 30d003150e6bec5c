using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Tensors;
using Microsoft.ML.Larq.Training.Data;
using Microsoft.ML.Larq.Training.Losses;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training;

/// <summary>Scores rows in evaluation mode: every row once, sums added over all batches.</summary>
/// <param name="network">The network.</param>
/// <param name="feed">The rows.</param>
/// <param name="loss">The loss against their labels.</param>
/// <param name="metric">What is counted beside it.</param>
/// <param name="checkAlive">Throws when it should stop.</param>
internal sealed class Evaluation(
    NetworkModule network, BatchFeed feed, TrainingLoss loss, TaskMetric metric, Action checkAlive)
{
    public Tally Run()
    {
        network.eval();
        using var noGrad = no_grad();
        var tally = default(Tally);
        for (var batch = 0; batch < feed.Batches; batch++)
        {
            checkAlive();
            using var scope = NewDisposeScope();
            var rows = feed[batch];
            var output = network.call(rows.Features);
            var counted = metric.Count(output, rows.Labels);
            tally += counted with { Loss = loss.Of(output, rows).Value() * counted.Rows };
        }

        return tally;
    }
}
