using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Measures;

/// <summary>How far a probe steps: until one weight in so many has changed its sign.</summary>
/// <remarks>
/// A smaller step would change nothing that the loss can see, a larger one is no longer small. Going along −g, weight i
/// reaches 0 at η = wᵢ/gᵢ where that is above 0, and never elsewhere; η is a thousandth more than the k-th least of
/// these, k = ⌈N / <see cref="OneIn"/>⌉, or than the largest where fewer weights go towards 0.
/// </remarks>
internal static class ProbeStep
{
    /// <summary>One weight in so many changes its sign.</summary>
    public const int OneIn = 500;

    private const double Beyond = 1.001;

    /// <summary>η; null where no weight goes towards 0.</summary>
    public static double? Of(Tensor weights, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var reached = weights.div(gradient).flatten();
        var towards = reached.masked_select(reached.Above(0).logical_and(reached.isfinite()));
        var count = Math.Min((weights.numel() + OneIn - 1) / OneIn, towards.numel());
        if (count == 0) return null;
        var (least, _) = towards.topk((int)count, largest: false);
        return least.max().Value() * Beyond;
    }
}
