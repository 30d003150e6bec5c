using Microsoft.ML.Larq.Clusters.Wires;
using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Training.Data;
using Microsoft.ML.Larq.Training.Losses;
using Microsoft.ML.Larq.Training.Measures;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Sharing;

/// <summary>
/// Where the training loop meets the other ranks, one method for each kind of thing; a rank that is alone does nothing
/// in any of them.
/// </summary>
internal sealed class SharedTraining(
    Ranks ranks, NetworkModule network, TrainedWeight[] weights, StepVotes? votes, WeightOptimizer optimizer)
{
    private readonly GradientSum _gradients = new(ranks, network, weights, votes);
    private readonly StepCosts _costs = new(ranks);
    private readonly SharedNetwork _network = new(ranks, network, weights);

    public Ranks Ranks => ranks;

    /// <inheritdoc cref="GradientSum.Begin"/>
    public void BeginStep(Batch rows)
    {
        _costs.Begin();
        _gradients.Begin(rows);
    }

    /// <summary>After the optimizer's step.</summary>
    public void EndStep() => _costs.End();

    /// <inheritdoc cref="StepCosts.Tell"/>
    public void Tell(Action<string> inform) => _costs.Tell(inform);

    /// <inheritdoc cref="GradientSum.Weighed"/>
    public Tensor Weighed(Tensor loss, Batch rows) => _gradients.Weighed(loss, rows);

    /// <inheritdoc cref="GradientSum.End"/>
    public void SumGradients() => _gradients.End();

    /// <summary>At an epoch's end: what each rank has for itself becomes the mean of all.</summary>
    public void Meet()
    {
        _network.AverageStatistics();
        foreach (var one in optimizer.BySign) one.MeetMomenta();
    }

    /// <inheritdoc cref="SharedNetwork.TakeOver"/>
    public void TakeOverWeights() => _network.TakeOver();

    /// <inheritdoc cref="SharedNetwork.RequireAlike"/>
    public void RequireAlike(int epoch) => _network.RequireAlike(epoch);

    /// <summary>At an epoch's end: what each rank has counted and measured becomes what all have.</summary>
    /// <param name="own">This rank's sums over the epoch's rows.</param>
    /// <param name="loss">The loss, whose parts have sums of their own.</param>
    /// <param name="measures">What is measured of the layers.</param>
    public Tally Combine(Tally own, IStepLoss loss, LayerMeasures measures)
    {
        if (ranks.IsAlone) return own;
        loss.Share(ranks);
        MetricSharing.Combine(ranks, [.. measures.Metrics]);
        return ranks.GatherValue(own).Aggregate((sum, next) => sum + next);
    }
}
