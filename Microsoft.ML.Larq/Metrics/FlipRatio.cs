using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Metrics;

/// <summary>The share of quantized values that change from update to update: do the weights still move?</summary>
/// <remarks>
/// <para>
/// With N values and updates v₁ … vₜ since the last reset: Result = Σᵢ₌₂…ₜ (number of values where vᵢ ≠ vᵢ₋₁)
/// / N / (t − 1), between 0 and 1; 0 when there were fewer than two updates. Any change counts once, whatever its
/// size. A NaN differs from everything, itself included.
/// </para>
/// <para>
/// As in Larq, the first update after creation or a reset only sets what the next is compared with, so the change
/// between the last batch of one epoch and the first of the next is not counted. Unlike Larq, values are compared as
/// they are, not truncated to int8, so that multi-bit values are seen; of signs times scales the signs are compared,
/// since the scales move with every step.
/// </para>
/// <para>It sees every forward pass in training, and is meant for kernels. Larq: <c>flip_ratio</c>.</para>
/// </remarks>
internal sealed class FlipRatio : QuantizerMetric
{
    private readonly MetricState _previous;
    private readonly MetricState _flips;
    private readonly MetricState _updates;
    private long[]? _shape;

    /// <summary>Creates the metric.</summary>
    public FlipRatio()
        : base("flip_ratio")
    {
        _previous = Remember("previous", StateCombination.Same);
        _flips = Remember("flips", StateCombination.Same);
        _updates = Remember("updates", StateCombination.Same);
    }

    /// <summary>Updates since creation or the last reset.</summary>
    internal long Count => (long)Read(_updates);

    /// <summary>The sum of the shares of changed values over all transitions; 0 … <see cref="Count"/> − 1.</summary>
    internal double Total => Read(_flips) / Math.Max(1, _previous.Tensor?.numel() ?? 1);

    /// <inheritdoc/>
    public override bool NeedsEveryPass => true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shape is not that of the first update.</exception>
    protected override void OnForward(QuantizerPass pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        if (pass.IsSign && _previous.Tensor is { } before && pass.Input.shape.AsSpan().SequenceEqual(_shape)
            && PlainPasses.CountSignFlips(pass.Input, before) is { } turned)
        {
            _updates.Add(1);
            _flips.Add(turned);
            return;
        }

        var values = pass.IsScaledSign ? pass.Output.sign() : pass.Output;
        RequireShape(values);
        _updates.Add(1);
        if (_previous.Tensor is { } previous)
        {
            if (PlainPasses.CountFlips(values, previous) is { } count)
            {
                _flips.Add(count);
                return;
            }

            // The layer may have been moved to another device or type, which is no flip.
            var flips = previous.dtype == values.dtype && previous.IsBeside(values)
                ? values.ne(previous)
                : values.ne(previous.to(values.dtype, values.device));
            _flips.Add(flips.count_nonzero());
        }

        // Values are copied: a quantizer may hand out the weights themselves, which change in place.
        _previous.Set(values);
    }

    // Larq's result is 0 where nothing was compared, which would read as a layer that stands still.
    internal override bool IsMeasured => Count > 1;

    /// <inheritdoc/>
    protected override double Compute() => Count > 1 ? Total / (Count - 1) : 0;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _shape = null;
        base.Dispose(disposing);
    }

    private void RequireShape(Tensor values)
    {
        _shape ??= values.shape;
        if (!_shape.AsSpan().SequenceEqual(values.shape))
        {
            throw new ArgumentException(
                $"FlipRatio compares values of one shape, here ({string.Join(", ", _shape)}); "
                + $"got ({string.Join(", ", values.shape)}).");
        }
    }
}
