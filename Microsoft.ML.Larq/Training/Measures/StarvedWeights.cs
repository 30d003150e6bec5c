using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Constraints;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Measures;

/// <summary>The share of a kernel's latent weights that lie at or beyond their bound, as they are when asked.</summary>
/// <remarks>
/// The bound is the quantizer's window or the kernel's clip constraint, the smaller of the two; a kernel with neither
/// is not measured, nor one whose weights are no latent ones, as Bop's.
/// </remarks>
internal sealed class StarvedWeights(Tensor kernel, float bound) : QuantizerMetric("starved", isOurs: true)
{
    public static StarvedWeights? Of(MetricPlace place) =>
        place is { Latent: { } latent, Spec: { } spec } && BoundOf(spec) is { } bound
            ? new StarvedWeights(latent, bound)
            : null;

    protected override double Compute() => kernel.abs().AtLeast(bound).count_nonzero().Value() / kernel.numel();

    private static float? BoundOf(WeightSpec spec) => (spec.Quantizer!.Window, spec.Constraint) switch
    {
        ({ } window, WeightClipConstraint clip) => Math.Min(window, clip.ClipValue),
        (null, WeightClipConstraint clip) => clip.ClipValue,
        var (window, _) => window,
    };
}
