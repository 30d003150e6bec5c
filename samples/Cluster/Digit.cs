using Microsoft.ML.Data;

namespace ClusterSample;

/// <summary>A handwritten digit of 8 × 8 pixels.</summary>
internal sealed class Digit
{
    [LoadColumn(0, 63)]
    [VectorType(64)]
    public float[] Pixels { get; set; } = [];

    [LoadColumn(64)]
    public float Label { get; set; }
}
