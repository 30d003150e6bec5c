using Microsoft.ML.Larq.Clusters.Wires;
using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Quantizers;

namespace Microsoft.ML.Larq.Training.Sharing;

/// <summary>What synchronized batch normalizations add up, from step to step.</summary>
/// <param name="ranks">The ranks.</param>
internal sealed class StepMoments(Ranks ranks) : IStepMoments
{
    public bool Counts { get; set; } = true;

    public BackwardFault Fault { get; } = new();

    public void Sum(Span<double> numbers) => ranks.Sum(numbers);
}
