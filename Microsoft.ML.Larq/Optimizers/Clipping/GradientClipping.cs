namespace Microsoft.ML.Larq.Optimizers;

/// <summary>Bounds gradients after the backward pass, before the optimizer sees them.</summary>
/// <remarks>
/// All weights are clipped, whichever optimizer trains them; gradients within the bound keep every bit. A NaN stays
/// one. The gradient flow that is reported is that before clipping.
/// </remarks>
public abstract partial record GradientClipping
{
    private protected GradientClipping(float limit) => Limit = limit > 0 && float.IsFinite(limit)
        ? limit
        : throw new ArgumentOutOfRangeException(
            nameof(limit), limit, $"Gradient clipping's {nameof(limit)} is a finite number above 0, got {limit}.");

    /// <summary>The bound: finite, above 0.</summary>
    public float Limit { get; }

    /// <summary>Changes the gradients in place; tensors made on the way are the caller's dispose scope's.</summary>
    internal abstract void Apply(IReadOnlyList<TrainedWeight> weights);
}
