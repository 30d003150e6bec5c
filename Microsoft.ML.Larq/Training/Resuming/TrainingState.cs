using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Progress.Facts;

namespace Microsoft.ML.Larq.Training.Resuming;

/// <summary>
/// Everything between two epochs that the rest of a training depends on, apart from rows and options: training that
/// goes on from it ends in the same bits.
/// </summary>
/// <remarks>
/// The order of the rows needs no place here: it follows from seed and epoch. So do a schedule's position and what
/// augmentation draws.
/// </remarks>
internal sealed record TrainingState
{
    /// <summary>Epochs done.</summary>
    public required int Epoch { get; init; }

    /// <summary>Steps that the optimizer has done.</summary>
    public required long Steps { get; init; }

    /// <summary>What callbacks have multiplied the rates by.</summary>
    public required double RateFactor { get; init; }

    /// <summary>Whether a callback has stopped training.</summary>
    public required bool IsStopped { get; init; }

    /// <summary>The weights, latent ones as they are, and the statistics as they are.</summary>
    public required NetworkWeights Weights { get; init; }

    /// <summary>What the optimizer remembers of each weight, by name.</summary>
    public required IReadOnlyDictionary<string, float[]> Slots { get; init; }

    /// <summary>The states of the layers' random generators, by layer.</summary>
    public required IReadOnlyDictionary<string, byte[]> Generators { get; init; }

    /// <summary>
    /// What callbacks remember, with the names of their types, in their order; without those that do not.
    /// </summary>
    public required IReadOnlyList<(string Type, CallbackState State)> Callbacks { get; init; }

    /// <summary>
    /// What metrics remember over the epochs, by the quantizer's name, the metric's and the state's, with slashes.
    /// </summary>
    public IReadOnlyDictionary<string, KeptTensor> Metrics { get; init; } = new Dictionary<string, KeptTensor>();

    /// <summary>What was reported at the end of each epoch.</summary>
    public required IReadOnlyList<TrainingProgress> History { get; init; }

    /// <summary>What was known beside that; null where nobody kept it.</summary>
    public TrainingStory? Story { get; init; }
}
