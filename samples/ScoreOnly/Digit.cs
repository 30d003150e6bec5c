using Microsoft.ML.Data;

namespace ScoreOnly;

/// <summary>One row of digits.csv: 8×8 pixels from 0 to 16, row by row, and the digit they show.</summary>
public sealed class Digit
{
    [LoadColumn(0, 63), VectorType(64)]
    public float[] Pixels { get; set; } = [];

    [LoadColumn(64)]
    public int Label { get; set; }
}

/// <summary>What the model says of a digit.</summary>
public sealed class DigitPrediction
{
    public int PredictedLabel { get; set; }

    /// <summary>The probability of each class.</summary>
    public float[] Score { get; set; } = [];
}
