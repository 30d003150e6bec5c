using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Optimizers;

public abstract partial record GradientClipping
{
    /// <summary>
    /// Bounds the gradient of all weights together: g ← g·min(1, c / ‖G‖), ‖G‖ = √ΣΣgᵢ² over all weights, which keeps
    /// its direction. Keras: <c>global_clipnorm</c>.
    /// </summary>
    /// <remarks>Pascanu et al. 2013, <see href="https://arxiv.org/abs/1211.5063"/>, section 3.2.</remarks>
    /// <param name="limit">c: finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    public static GradientClipping ByGlobalNorm(float limit) => new GlobalNormClipping(limit);
}

/// <summary>What <see cref="GradientClipping.ByGlobalNorm"/> describes.</summary>
internal sealed record GlobalNormClipping(float Bound) : GradientClipping(Bound)
{
    internal override void Apply(IReadOnlyList<TrainedWeight> weights)
    {
        Tensor[] gradients = [.. weights.Select(weight => weight.Tensor.grad).OfType<Tensor>()];
        if (gradients.Length == 0) return;
        var factor = NormClipping.Factor(
            stack([.. gradients.Select(gradient => gradient.Squared().sum())]).sum(), Limit);
        foreach (var gradient in gradients) gradient.mul_(factor);
    }
}
