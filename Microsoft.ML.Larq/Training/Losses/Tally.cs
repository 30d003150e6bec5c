namespace Microsoft.ML.Larq.Training.Losses;

/// <summary>Sums over rows, from which loss, accuracy and R² follow; the only thing done to them is addition.</summary>
/// <param name="Rows">Rows seen.</param>
/// <param name="Loss">The sum of their losses.</param>
/// <param name="Correct">Those whose class was predicted right.</param>
/// <param name="SquaredErrors">Σ(y − ŷ)².</param>
/// <param name="Labels">Σy.</param>
/// <param name="SquaredDeviations">Σ(y − ȳ)², with the mean of these rows; not Σy² − nȳ², which cancels.</param>
internal readonly record struct Tally(
    long Rows, double Loss, long Correct, double SquaredErrors, double Labels, double SquaredDeviations)
{
    public double MeanLoss => Rows == 0 ? double.NaN : Loss / Rows;

    public double Accuracy => Rows == 0 ? double.NaN : (double)Correct / Rows;

    /// <summary>1 − Σ(y − ŷ)² / Σ(y − ȳ)²; NaN where all labels are equal.</summary>
    public double RSquared => SquaredDeviations > 0 ? 1 - (SquaredErrors / SquaredDeviations) : double.NaN;

    /// <summary>√(Σ(y − ŷ)² / n).</summary>
    public double RootMeanSquaredError => Rows == 0 ? double.NaN : Math.Sqrt(SquaredErrors / Rows);

    public static Tally operator +(Tally a, Tally b) => new(
        a.Rows + b.Rows, a.Loss + b.Loss, a.Correct + b.Correct,
        a.SquaredErrors + b.SquaredErrors, a.Labels + b.Labels,
        a.SquaredDeviations + b.SquaredDeviations + Between(a, b));

    // Chan, Golub and LeVeque 1979: (ȳₐ − ȳ_b)²·nₐ·n_b / (nₐ + n_b).
    private static double Between(Tally a, Tally b)
    {
        if (a.Rows == 0 || b.Rows == 0) return 0;
        var apart = (a.Labels / a.Rows) - (b.Labels / b.Rows);
        return apart * apart * a.Rows * ((double)b.Rows / (a.Rows + b.Rows));
    }
}
