namespace Microsoft.ML.Larq.Training;

/// <summary>On which side of its bound a flip ratio calls for something.</summary>
public enum FlipRatioSide
{
    /// <summary>Below: the signs have settled, or never moved.</summary>
    Below,

    /// <summary>Above: the signs do not settle.</summary>
    Above,
}
