using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training;

/// <summary>A quantizer of a network that is trained: where a metric may be hung.</summary>
public sealed class MetricPlace
{
    internal MetricPlace(Layer layer, string name, QuantizerRole role, Quantizer quantizer) =>
        (Layer, Name, Role, Quantizer) = (layer, name, role, quantizer);

    /// <summary>The layer.</summary>
    public Layer Layer { get; }

    /// <summary>
    /// What follows a metric's name and slash: the layer's name, with <c>.input</c> for a quantizer of an input or
    /// activation, <c>.depthwise</c> and <c>.pointwise</c> for those of a separable layer's kernels.
    /// </summary>
    public string Name { get; }

    /// <summary>What it quantizes.</summary>
    public QuantizerRole Role { get; }

    /// <summary>The quantizer.</summary>
    public Quantizer Quantizer { get; }

    /// <summary>
    /// The latent kernel that is trained, in Torch's order of axes; not to be changed. Null for an input's quantizer,
    /// a frozen kernel, and one that is ±1 itself, as Bop's.
    /// </summary>
    public Tensor? Latent { get; internal init; }

    /// <summary>The latent kernel's weight.</summary>
    internal WeightSpec? Spec { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
