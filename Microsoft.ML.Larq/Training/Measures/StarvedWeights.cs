using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Measures;

/// <summary>The share of each kernel's latent weights that lie at or beyond their bound.</summary>
/// <remarks>
/// The bound is the quantizer's window or the kernel's clip constraint, the smaller of the two; a kernel with neither
/// is not measured, nor one whose weights are no latent ones, as Bop's.
/// </remarks>
internal sealed class StarvedWeights
{
    private readonly (string Name, Tensor Kernel, float Bound)[] _kernels;

    public StarvedWeights(IEnumerable<TrainedWeight> latent) => _kernels = [.. latent
        .Where(weight => weight.Spec.Quantizer is not null)
        .Select(weight => (MetricNames.Starved + weight.MetricName, weight.Tensor, Bound: BoundOf(weight.Spec)))
        .Where(kernel => kernel.Bound is not null)
        .Select(kernel => (kernel.Item1, kernel.Tensor, kernel.Bound!.Value))];

    public IEnumerable<KeyValuePair<string, double>> Values => _kernels.Select(kernel =>
        KeyValuePair.Create(kernel.Name, Share(kernel.Kernel, kernel.Bound)));

    private static double Share(Tensor kernel, float bound)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return kernel.abs().AtLeast(bound).count_nonzero().Value() / kernel.numel();
    }

    private static float? BoundOf(WeightSpec spec) => (spec.Quantizer!.Window, spec.Constraint) switch
    {
        ({ } window, WeightClipConstraint clip) => Math.Min(window, clip.ClipValue),
        (null, WeightClipConstraint clip) => clip.ClipValue,
        var (window, _) => window,
    };
}
