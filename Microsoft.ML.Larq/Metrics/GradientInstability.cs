using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Metrics;

/// <summary>How unequal the sizes of a gradient's elements are: the variance of their absolute values.</summary>
/// <remarks>
/// <para>
/// Result = mean over the backward passes measured since the last reset of Var(|gᵢ|) = Σ(|gᵢ| − mean)² / (N − 1), of
/// the gradient g that leaves the quantizer; a single element has 0. At least 0, in the square of the gradient's unit;
/// NaN when no gradient was measured.
/// </para>
/// <para>
/// Meant for kernels, where it is the gradient stability of Wu et al. 2023, "Estimator Meets Equilibrium Perspective:
/// A Rectified Straight Through Estimator for Binary Neural Networks Training" (ReSTE),
/// <see href="https://arxiv.org/abs/2308.06689"/>, "Equilibrium Perspective", before it is summed over the layers: the
/// sharper the estimator, the less its <see cref="FittingError"/>, and the more the gradients differ.
/// </para>
/// <para>Cost: five operations on the gradient in each pass measured. Not measured unless asked for.</para>
/// </remarks>
internal sealed class GradientInstability : QuantizerMetric
{
    private readonly PassMean _mean;

    /// <summary>Creates the metric.</summary>
    public GradientInstability()
        : base("gradient_instability") => _mean = new PassMean(Remember("variances"), Remember("batches"));

    /// <inheritdoc/>
    protected override void OnBackward(QuantizerPass pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        var size = pass.Gradient.detach().abs().to(ScalarType.Float64);
        if (size.numel() == 0) return;
        var squares = size.sub(size.mean()).Squared().sum();
        _mean.Add(squares, 1.0 / Math.Max(1, size.numel() - 1));
    }

    /// <inheritdoc/>
    protected override double Compute() => _mean.Value;
}
