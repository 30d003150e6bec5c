namespace Microsoft.ML.Larq.Training.Sharing;

/// <summary>What rank 0's callbacks have done to a training, for the other ranks to do too.</summary>
/// <param name="IsStopped">Whether one has stopped it.</param>
/// <param name="RateFactor">What rates are multiplied by.</param>
/// <param name="HasChanged">Whether weights or statistics are others than they were.</param>
/// <param name="IsFitted">Whether the statistics are those of the weights.</param>
/// <param name="WeightsOf">The epoch whose weights were put back; −1 for none.</param>
internal readonly record struct CallbackDeeds(
    bool IsStopped, double RateFactor, bool HasChanged, bool IsFitted, int WeightsOf);
