namespace Microsoft.ML.Larq.Training.Measures;

/// <summary>Predicted and measured changes of the loss, summed; the only thing done to them is addition.</summary>
internal readonly record struct ProbeSums(
    double Predicted, double Measured, double PredictedSquares, double MeasuredSquares, double Products)
{
    /// <summary>Σm / Σp; NaN where nothing was predicted.</summary>
    public double Ratio => Predicted == 0 ? double.NaN : Measured / Predicted;

    /// <summary>Σp·m / √(Σp²·Σm²); 0 where the loss never changed, NaN where nothing was predicted.</summary>
    public double Cosine => Predicted == 0 ? double.NaN
        : MeasuredSquares == 0 ? 0
        : Products / Math.Sqrt(PredictedSquares * MeasuredSquares);

    public static ProbeSums Of(double predicted, double measured) =>
        new(predicted, measured, predicted * predicted, measured * measured, predicted * measured);

    public static ProbeSums operator +(ProbeSums a, ProbeSums b) => new(
        a.Predicted + b.Predicted, a.Measured + b.Measured,
        a.PredictedSquares + b.PredictedSquares, a.MeasuredSquares + b.MeasuredSquares, a.Products + b.Products);
}
