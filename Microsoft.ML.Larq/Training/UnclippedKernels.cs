using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Training;

/// <summary>
/// Binary kernels that nothing holds back: Larq's rule, a quantizer of precision 1 that is not NoOp without a
/// constraint.
/// </summary>
internal static class UnclippedKernels
{
    /// <summary>A sentence for each, that names layer and kernel and what to set.</summary>
    public static IEnumerable<string> Warnings(NetworkDefinition definition) =>
        from layer in definition.Layers
        from spec in layer.Weights
        where spec is { Trainable: true, Constraint: null, Quantizer: { Precision: 1 } and not NoOpQuantizer }
        select $"Layer '{layer.Name}' ({layer.Kind.ClassName}): the latent values of its binary {spec.Name} "
            + $"({spec.Quantizer}) may grow to where they get no gradient or never flip again. Set the constraint of "
            + $"the layer's {spec.KernelOf}, for example to \"weight_clip\", or option ClipLatentWeights to true.";
}
