namespace Microsoft.ML.Larq.Metrics;

/// <summary>
/// The share of a gradient's elements that are not zero: how much of the network still learns through a quantizer.
/// </summary>
/// <remarks>
/// Result = mean over the backward passes measured since the last reset of (number of elements ≠ 0) / (number of
/// elements) of the gradient that leaves; every batch weighs the same, whatever its size. Between 0 (nothing gets
/// through) and 1; NaN when no gradient was measured. NaN and infinite elements count as not zero; a gradient without
/// elements is passed over.
/// </remarks>
internal sealed class GradientFlow : QuantizerMetric
{
    private readonly PassMean _mean;

    /// <summary>Creates the metric.</summary>
    public GradientFlow()
        : base("gradient_flow") => _mean = new PassMean(Remember("shares"), Remember("batches"));

    /// <summary>Gradients measured since creation or the last reset.</summary>
    internal long Batches => (long)Read(_mean.Passes);

    /// <inheritdoc/>
    protected override void OnBackward(QuantizerPass pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        _mean.AddNonZero(pass.Gradient);
    }

    /// <inheritdoc/>
    protected override double Compute() => _mean.Value;
}
