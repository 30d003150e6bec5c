using Microsoft.ML.Larq.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Metrics;

/// <summary>
/// How far a quantizer's values lie from those of the function whose derivative its pseudo-gradient is.
/// </summary>
/// <remarks>
/// <para>
/// The estimator f is the integral of the pseudo-derivative d(x) = (gradient that leaves) / (gradient that arrives),
/// with f(0) = 0: x itself for a plain straight-through estimator, clipped where its window ends. Result = mean over
/// the backward passes measured since the last reset of √(Σ(f(xᵢ) − q(xᵢ))² / N), over the N values at which a gradient
/// arrives; 0 where f is the quantizer itself, NaN when none was measured.
/// </para>
/// <para>
/// d is known at the N values only, so f is summed over them in their order by the trapezoid rule: right to about the
/// distance of neighbours, and for quantizers that treat every value alike.
/// </para>
/// <para>
/// Meant for kernels, where √N times it is the fitting error ‖f(w) − sign(w)‖₂ of Wu et al. 2023, "Estimator Meets
/// Equilibrium Perspective: A Rectified Straight Through Estimator for Binary Neural Networks Training" (ReSTE),
/// <see href="https://arxiv.org/abs/2308.06689"/>, "Equilibrium Perspective", before it is summed over the layers. See
/// <see cref="GradientInstability"/>, which grows as it falls.
/// </para>
/// <para>Cost: a kernel is sorted in each pass measured. Not measured unless asked for.</para>
/// </remarks>
internal sealed class FittingError : QuantizerMetric
{
    private static readonly Scalar Zero = 0f;

    private readonly PassMean _mean;

    /// <summary>Creates the metric.</summary>
    public FittingError()
        : base("fitting_error") => _mean = new PassMean(Remember("errors"), Remember("batches"));

    /// <inheritdoc/>
    protected override void OnBackward(QuantizerPass pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        var arrives = pass.Upstream.ne(Zero);
        Tensor Where(Tensor tensor) => tensor.detach().masked_select(arrives).to(ScalarType.Float64);
        var slopes = Where(pass.Gradient).div(Where(pass.Upstream));
        if (slopes.numel() == 0) return;
        var (x, order) = Where(pass.Input).sort();
        var estimated = Integral(x, slopes.index_select(0, order));
        var error = estimated.sub(Where(pass.Output).index_select(0, order)).Squared().mean().sqrt();
        _mean.Add(error);
    }

    /// <inheritdoc/>
    protected override double Compute() => _mean.Value;

    // Of a slope given at rising x, 0 at x = 0: from the x that is nearest to 0 its own slope leads there.
    private static Tensor Integral(Tensor x, Tensor slopes)
    {
        var widths = x.narrow(0, 1, x.numel() - 1).sub(x.narrow(0, 0, x.numel() - 1));
        var heights = slopes.narrow(0, 1, x.numel() - 1).Plus(slopes.narrow(0, 0, x.numel() - 1)).Times(0.5);
        var integral = cat([zeros(1, ScalarType.Float64, x.device), widths.mul(heights).cumsum(0)]);
        var nearest = x.abs().argmin().reshape(1);
        var atZero = integral.index_select(0, nearest)
            .sub(x.index_select(0, nearest).mul(slopes.index_select(0, nearest)));
        return integral.sub(atZero);
    }
}
