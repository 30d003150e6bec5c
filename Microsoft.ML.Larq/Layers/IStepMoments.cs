using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>Adds up over all ranks what batch normalizations see in a step.</summary>
internal interface IStepMoments
{
    /// <summary>Whether this rank's rows count; where not, it sees another rank's row once more.</summary>
    bool Counts { get; }

    /// <summary>The sum of a vector over the ranks; gradients are added up in the same way.</summary>
    /// <param name="own">This rank's, of float64.</param>
    Tensor Sum(Tensor own);
}
