namespace Microsoft.ML.Larq.Training;

/// <summary>Sums over rows, from which loss, accuracy and R² follow; the only thing done to them is addition.</summary>
internal readonly record struct Tally(
    long Rows, double Loss, long Correct, double SquaredErrors, double Labels, double SquaredLabels)
{
    public double MeanLoss => Rows == 0 ? double.NaN : Loss / Rows;

    public double Accuracy => Rows == 0 ? double.NaN : (double)Correct / Rows;

    /// <summary>1 − Σ(y − ŷ)² / Σ(y − ȳ)²; NaN where all labels are equal.</summary>
    public double RSquared
    {
        get
        {
            var spread = Rows == 0 ? 0 : SquaredLabels - (Labels * Labels / Rows);
            return spread > 0 ? 1 - (SquaredErrors / spread) : double.NaN;
        }
    }

    public static Tally operator +(Tally a, Tally b) => new(
        a.Rows + b.Rows, a.Loss + b.Loss, a.Correct + b.Correct,
        a.SquaredErrors + b.SquaredErrors, a.Labels + b.Labels, a.SquaredLabels + b.SquaredLabels);
}
