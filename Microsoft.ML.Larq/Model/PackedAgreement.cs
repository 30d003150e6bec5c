namespace Microsoft.ML.Larq.Model;

/// <summary>
/// How the packed model compares with the network that was trained, on a sample of the training rows.
/// </summary>
public sealed record PackedAgreement
{
    internal PackedAgreement(int rows, int identical, double largestDifference) =>
        (Rows, Identical, LargestDifference) = (rows, identical, largestDifference);

    /// <summary>Rows compared.</summary>
    public int Rows { get; }

    /// <summary>
    /// Rows with the same predicted class; for regression, with scores that differ by at most a thousandth of the
    /// label's standard deviation.
    /// </summary>
    public int Identical { get; }

    /// <summary>The largest difference of two outputs, as logits or in standard deviations.</summary>
    public double LargestDifference { get; }

    /// <summary>For example <c>500 of 500 identical, largest score difference 1.2E-06</c>.</summary>
    public override string ToString() => Rows == 0 ? "not compared: not trained here" : FormattableString.Invariant(
        $"{Identical} of {Rows} identical, largest score difference {LargestDifference:G2}");
}
