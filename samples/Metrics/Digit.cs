using Microsoft.ML.Data;

namespace Metrics;

/// <summary>A handwritten digit, 8×8 grey levels from 0 to 16, and which it is.</summary>
public sealed class Digit
{
    /// <summary>Row by row.</summary>
    [LoadColumn(0, 63), VectorType(64)]
    public float[] Pixels { get; set; } = [];

    /// <summary>0 to 9.</summary>
    [LoadColumn(64)]
    public int Label { get; set; }
}
