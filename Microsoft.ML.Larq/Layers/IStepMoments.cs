using Microsoft.ML.Larq.Quantizers;

namespace Microsoft.ML.Larq.Layers;

/// <summary>Adds up over all ranks what batch normalizations see in a step.</summary>
internal interface IStepMoments
{
    /// <summary>Whether this rank's rows count; where not, it sees another rank's row once more.</summary>
    bool Counts { get; }

    /// <summary>What failed in a backward pass.</summary>
    BackwardFault Fault { get; }

    /// <summary>Adds up each number over the ranks.</summary>
    void Sum(Span<double> numbers);
}
