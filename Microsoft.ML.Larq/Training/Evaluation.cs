using Microsoft.ML.Larq.Clusters.Wires;
using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Tensors;
using Microsoft.ML.Larq.Training.Data;
using Microsoft.ML.Larq.Training.Losses;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training;

/// <summary>
/// Scores rows in evaluation mode: every row once, sums added over all batches in their order, whichever rank scored
/// them.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="feed">The rows.</param>
/// <param name="loss">The loss against their labels.</param>
/// <param name="metric">What is counted beside it.</param>
/// <param name="checkAlive">Throws when it should stop.</param>
/// <param name="ranks">Who share the batches out; null for one who scores all.</param>
internal sealed class Evaluation(
    NetworkModule network, BatchFeed feed, TrainingLoss loss, TaskMetric metric, Action checkAlive, Ranks? ranks = null)
{
    private readonly Ranks _ranks = ranks ?? Ranks.Alone;

    public Tally Run()
    {
        network.eval();
        using var noGrad = no_grad();
        var own = new Tally[((feed.Batches - 1) / _ranks.Size) + 1];
        for (var batch = _ranks.Rank; batch < feed.Batches; batch += _ranks.Size)
        {
            checkAlive();
            using var scope = NewDisposeScope();
            var rows = feed[batch];
            var output = network.call(rows.Features);
            var counted = metric.Count(output, rows.Labels);
            own[batch / _ranks.Size] = counted with { Loss = loss.Of(output, rows).Value() * counted.Rows };
        }

        return Sum(_ranks.GatherValues<Tally>(own), own.Length);
    }

    // A rank without a batch in the last turn has a tally of nothing, which adds nothing.
    private Tally Sum(Tally[] all, int turns)
    {
        var tally = default(Tally);
        for (var turn = 0; turn < turns; turn++)
        {
            for (var rank = 0; rank < _ranks.Size; rank++) tally += all[(rank * turns) + turn];
        }

        return tally;
    }
}
