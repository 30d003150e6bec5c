using Microsoft.ML.Larq.Tensors;

namespace Microsoft.ML.Larq.Optimizers;

public abstract partial record GradientClipping
{
    /// <summary>Bounds every element: g ← min(max(g, −c), c). Keras: <c>clipvalue</c>.</summary>
    /// <param name="limit">c: finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    public static GradientClipping ByValue(float limit) => new ValueClipping(limit);
}

/// <summary>What <see cref="GradientClipping.ByValue"/> describes.</summary>
internal sealed record ValueClipping(float Bound) : GradientClipping(Bound)
{
    internal override void Apply(IReadOnlyList<TrainedWeight> weights)
    {
        foreach (var weight in weights) weight.Tensor.grad?.ClampInPlace(-Limit, Limit);
    }
}
