using Microsoft.ML.Larq.Clusters;
using Microsoft.ML.Larq.Clusters.Wires;
using Microsoft.ML.Larq.Optimizers;

namespace Microsoft.ML.Larq.Training.Sharing;

/// <summary>Votes on binary kernels, of which a rank sends one bit a weight.</summary>
/// <remarks>
/// A rank's gradients are those of its share of the step's mean loss, so that the ranks' momenta add up to the momentum
/// of the whole gradient; their mean is what all go on with when they meet.
/// </remarks>
internal sealed class StepVotes(Ranks ranks) : ISignVotes
{
    private readonly SignVote _vote = new(ranks);

    /// <summary>Rows of the step, over all ranks.</summary>
    public int Rows { get; set; }

    public bool Has(TrainedWeight weight) => IsVotedOn(weight);

    /// <summary>The votes of optimizers that take nothing but signs; null where the wire has no such bits.</summary>
    /// <exception cref="ArgumentException">A binary kernel has another optimizer, or gradients are clipped.</exception>
    public static StepVotes? Of(Ranks ranks, WeightOptimizer optimizer, GradientClipping? clipping)
    {
        if (ranks.IsAlone || ranks.Choices.Wire != GradientWire.OneBit) return null;
        var bySign = optimizer.BySign.SelectMany(one => one.Trained).ToHashSet();
        foreach (var part in optimizer.Parts)
        {
            if (part.Weights.FirstOrDefault(one => IsVotedOn(one) && !bySign.Contains(one)) is not { } weight) continue;
            throw new ArgumentException(
                $"Option Optimizer: {part.Name} trains '{weight}', of which the cluster's wire {GradientWire.OneBit} "
                + $"sends signs alone, and {part.Name} needs sizes too. Optimize.Case(binary: Optimize.Lion(), other: "
                + $"Optimize.{part.Name}()) takes signs; {GradientWire.Exact} and {GradientWire.BFloat16} take any "
                + "optimizer.");
        }

        if (clipping is not null)
        {
            throw new ArgumentException(
                $"Option GradientClipping: the cluster's wire {GradientWire.OneBit} sends signs of binary kernels, and "
                + "no rank knows the size of their gradients.");
        }

        var votes = new StepVotes(ranks);
        foreach (var one in optimizer.BySign) one.Votes = votes;
        return votes;
    }

    public void Vote(Span<float> directions, long step) => _vote.Run(directions, Rows, step);

    public void Average(Span<float> momenta)
    {
        ranks.Sum(momenta);
        foreach (ref var momentum in momenta) momentum /= ranks.Size;
    }

    private static bool IsVotedOn(TrainedWeight weight) => weight.Spec.Precision == 1;
}
