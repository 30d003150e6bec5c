namespace Microsoft.ML.Larq.Networks;

/// <summary>From which distribution an initializer of given variance draws.</summary>
public enum WeightDistribution
{
    /// <summary>A normal one cut off at two deviations, widened so that the variance is kept.</summary>
    TruncatedNormal,

    /// <summary>A normal one.</summary>
    UntruncatedNormal,

    /// <summary>An even one.</summary>
    Uniform,
}
