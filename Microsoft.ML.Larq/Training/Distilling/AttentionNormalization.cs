namespace Microsoft.ML.Larq.Training;

/// <summary>What a map of attention is divided by before it is compared.</summary>
public enum AttentionNormalization
{
    /// <summary>Its largest value, so that maps lie between 0 and 1. As in Larq Zoo.</summary>
    Maximum,

    /// <summary>
    /// Its Euclidean length, so that maps are unit vectors. As in Zagoruyko and Komodakis 2017,
    /// <see href="https://arxiv.org/abs/1612.03928"/>, and Martinez et al. 2020,
    /// <see href="https://arxiv.org/abs/2003.11535"/>.
    /// </summary>
    Euclidean,
}
