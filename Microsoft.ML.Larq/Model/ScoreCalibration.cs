using System.Globalization;

namespace Microsoft.ML.Larq.Model;

/// <summary>
/// How a classifier's outputs were brought to the scale on which its probabilities are as often right as they say.
/// </summary>
/// <remarks>
/// <para>
/// The probabilities are softmax(z / T) of the network's outputs z, for a binary label σ(z / T), with the temperature T
/// that makes the validation rows' labels most likely. The predicted class is that of T = 1.
/// </para>
/// <para>
/// Expected calibration error: with the rows in 15 bins of equal width by the probability p of the predicted class, Σ
/// n_b/n·|share predicted right in b − mean p in b|; from 0 (never over- or underconfident) to 1.
/// </para>
/// <para>
/// Guo, Pleiss, Sun and Weinberger 2017, <see href="https://arxiv.org/abs/1706.04599"/>: equations 3 and 9. Before and
/// after are measured on the rows that the temperature was fitted on, a single number that they can hardly overfit.
/// </para>
/// </remarks>
public sealed record ScoreCalibration
{
    internal ScoreCalibration(float temperature, int rows, double errorBefore, double errorAfter) =>
        (Temperature, Rows, ErrorBefore, ErrorAfter) = (temperature, rows, errorBefore, errorAfter);

    /// <summary>T: above 1 makes the scores less certain, below 1 more. 1 where nothing was fitted.</summary>
    public float Temperature { get; }

    /// <summary>The validation rows.</summary>
    public int Rows { get; }

    /// <summary>Their expected calibration error at T = 1.</summary>
    public double ErrorBefore { get; }

    /// <summary>The same at T.</summary>
    public double ErrorAfter { get; }

    /// <summary>
    /// For example <c>temperature 0.41, calibration error 0.123 before, 0.018 after, on 500 rows</c>.
    /// </summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"temperature {Temperature:G3}, calibration error {ErrorBefore:F3} before, {ErrorAfter:F3} after, "
        + $"on {Rows} rows");
}
