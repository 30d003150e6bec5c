using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Progress.Faults;

namespace Microsoft.ML.Larq.Training;

/// <summary>
/// Binary kernels that nothing holds back: Larq's rule, a quantizer of precision 1 that is not NoOp without a
/// constraint.
/// </summary>
internal static class UnclippedKernels
{
    /// <summary>A warning for those of one kind, that names layers and kernel and what to set.</summary>
    public static IEnumerable<TrainingWarning> Warnings(NetworkDefinition definition)
    {
        var kernels = (from layer in definition.Layers
                       from spec in layer.Weights
                       where spec is { Trainable: true, Quantizer: { Precision: 1 } and not NoOpQuantizer }
                       select (Layer: layer.Name + layer.SuffixOf(spec), Spec: spec)).ToArray();
        return from kernel in kernels
               where kernel.Spec.Constraint is null
               group kernel.Layer by MessageOf(kernel.Spec) into same
               select new Finding(WarningNames.UnclippedKernel, same.Key)
               {
                   Layers = [.. same],
                   OfLayers = kernels.Length,
               }.ToWarning();
    }

    private static string MessageOf(WeightSpec spec) =>
        $"the latent values of the layer's binary {spec.Name} ({spec.Quantizer}) may grow to where they get no "
        + $"gradient or never flip again. Set the constraint of its {spec.KernelOf}, for example to \"weight_clip\", "
        + "or option ClipLatentWeights to true, the default.";
}
