namespace Microsoft.ML.Larq.Model;

/// <summary>
/// How the packed model compares with the network that was trained, on a sample of the training rows.
/// </summary>
/// <param name="Rows">Rows compared.</param>
/// <param name="Identical">
/// Rows with the same predicted class; for regression, with scores that differ by at most a thousandth of the label's
/// standard deviation.
/// </param>
/// <param name="LargestDifference">The largest difference of two outputs, as logits or in standard deviations.</param>
public sealed record PackedAgreement(int Rows, int Identical, double LargestDifference)
{
    /// <summary>For example <c>500 of 500 identical, largest score difference 1.2E-06</c>.</summary>
    public override string ToString() => Rows == 0 ? "not compared: not trained here" : FormattableString.Invariant(
        $"{Identical} of {Rows} identical, largest score difference {LargestDifference:G2}");
}
