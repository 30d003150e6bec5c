namespace Microsoft.ML.Larq.Metrics;

/// <summary>
/// The share of elements that are not zero in the gradient that arrives at a quantizer, before its pseudo-gradient.
/// </summary>
/// <remarks>
/// <para>
/// Result = mean over the backward passes measured since the last reset of (number of elements ≠ 0) / (number of
/// elements) of the gradient of the loss to the quantizer's output; every batch weighs the same. Between 0 (nothing
/// arrives) and 1; NaN when no gradient was measured. NaN and infinite elements count as not zero; a gradient without
/// elements is passed over.
/// </para>
/// <para>
/// Beside <see cref="GradientFlow"/>, which counts what leaves, it tells two faults apart: where little arrives, the
/// gradient was lost in the layers behind; where much arrives and little leaves, the values lie outside of the
/// quantizer's window. What leaves is at most what arrives, for a quantizer that treats each value by itself.
/// </para>
/// <para>Cost: one reading of the gradient in each pass measured.</para>
/// </remarks>
internal sealed class GradientArrival : QuantizerMetric
{
    private readonly PassMean _mean;

    /// <summary>Creates the metric.</summary>
    public GradientArrival()
        : base("gradient_arrival") => _mean = new PassMean(Remember("shares"), Remember("batches"));

    /// <inheritdoc/>
    protected override void OnBackward(QuantizerPass pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        _mean.AddNonZero(pass.Upstream);
    }

    /// <inheritdoc/>
    protected override double Compute() => _mean.Value;
}
