using Microsoft.ML.Data;

namespace FashionMnist;

/// <summary>An image of a piece of clothing, 28×28 grey levels from 0 to 255, and what it shows.</summary>
public sealed class FashionImage
{
    /// <summary>Height and width.</summary>
    public const int Side = 28;

    /// <summary>Row by row.</summary>
    [VectorType(Side, Side, 1)]
    public required float[] Pixels { get; init; }

    /// <summary>One of ten names.</summary>
    public required string Label { get; init; }
}
