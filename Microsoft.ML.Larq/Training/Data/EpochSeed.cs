namespace Microsoft.ML.Larq.Training.Data;

/// <summary>The seed of what is drawn in an epoch: the order of its rows, and what code of the user draws.</summary>
internal static class EpochSeed
{
    /// <summary>
    /// Neighbouring seeds and epochs must share none: with the seed alone, every epoch would draw the same numbers.
    /// </summary>
    public static int Of(int seed, int epoch) => unchecked((seed * 1_000_003) ^ (epoch * 7_919));
}
