using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Optimizers;

public abstract partial record GradientClipping
{
    /// <summary>
    /// Bounds each weight's gradient by itself: g ← g·min(1, c / ‖g‖), ‖g‖ = √Σgᵢ². Keras: <c>clipnorm</c>.
    /// </summary>
    /// <param name="limit">c: finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    public static GradientClipping ByNorm(float limit) => new NormClipping(limit);
}

/// <summary>What <see cref="GradientClipping.ByNorm"/> describes.</summary>
internal sealed record NormClipping(float Bound) : GradientClipping(Bound)
{
    internal override void Apply(IReadOnlyList<TrainedWeight> weights)
    {
        foreach (var weight in weights)
        {
            if (weight.Tensor.grad is { } gradient) gradient.mul_(Factor(gradient.Squared().sum(), Limit));
        }
    }

    // c / 0 is infinite and becomes 1.
    internal static Tensor Factor(Tensor squares, float limit) =>
        squares.sqrt().reciprocal().Times(limit).Clamp(0, 1);
}
