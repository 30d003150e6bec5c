using Microsoft.ML.Larq.Clusters.Wires;
using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Sharing;

/// <summary>What synchronized batch normalizations add up, from step to step.</summary>
/// <param name="ranks">The ranks.</param>
internal sealed class StepMoments(Ranks ranks) : IStepMoments
{
    public Ranks Ranks => ranks;

    public bool Counts { get; set; } = true;

    /// <summary>What failed in a backward pass.</summary>
    public BackwardFault Fault { get; } = new();

    public Tensor Sum(Tensor own) => RankSumFunction.apply(own, this);
}
