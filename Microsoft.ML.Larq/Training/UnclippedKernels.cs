using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Training;

/// <summary>
/// Binary kernels that nothing holds back: Larq's rule, a quantizer of precision 1 that is not NoOp without a
/// constraint.
/// </summary>
internal static class UnclippedKernels
{
    /// <summary>A warning for each, that names layer and kernel and what to set.</summary>
    public static IEnumerable<TrainingWarning> Warnings(NetworkDefinition definition) =>
        from layer in definition.Layers
        from spec in layer.Weights
        where spec is { Trainable: true, Constraint: null, Quantizer: { Precision: 1 } and not NoOpQuantizer }
        select new TrainingWarning(
            WarningNames.UnclippedKernel,
            layer.Name + layer.SuffixOf(spec),
            $"the latent values of the layer's binary {spec.Name} ({spec.Quantizer}) may grow to where they get no "
            + $"gradient or never flip again. Set the constraint of its {spec.KernelOf}, for example to "
            + "\"weight_clip\", or option ClipLatentWeights to true, the default.");
}
