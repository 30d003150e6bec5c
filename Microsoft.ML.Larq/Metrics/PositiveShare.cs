namespace Microsoft.ML.Larq.Metrics;

/// <summary>The share of quantized values that are above 0: the balance of signs.</summary>
/// <remarks>
/// <para>
/// Result = mean over the forward passes measured since the last reset of (number of values &gt; 0) / (number of
/// values) of what the quantizer gives; every batch weighs the same, whatever its size. Between 0 and 1, NaN when none
/// was measured. For signs it is the share of +1, for <c>ste_tern</c> that of +1 too, for <c>ste_heaviside</c> and
/// <c>dorefa_quantizer</c> that of all that is not 0.
/// </para>
/// <para>
/// Meant for inputs and activations. Near 0 or 1, a layer sees nearly the same value everywhere: so it is where raw
/// pixels, which are never negative, go into a sign; a batch normalization before it brings the share near 1/2. How
/// much a binary value can tell, its entropy, is greatest at 1/2: Qin et al. 2020 (IR-Net),
/// <see href="https://arxiv.org/abs/1909.10788"/>, "Libra Parameter Binarization".
/// </para>
/// <para>Cost: one reading of the quantized values in each pass measured.</para>
/// </remarks>
internal sealed class PositiveShare : QuantizerMetric
{
    private readonly PassMean _mean;

    /// <summary>Creates the metric.</summary>
    public PositiveShare()
        : base("positive_share") => _mean = new PassMean(Remember("shares"), Remember("batches"));

    /// <inheritdoc/>
    protected override void OnForward(QuantizerPass pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        _mean.AddPositive(pass.Output);
    }

    /// <inheritdoc/>
    protected override double Compute() => _mean.Value;
}
