using Microsoft.ML.Larq.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Optimizers;

/// <summary>A weight that training changes: what an optimizer may be chosen by.</summary>
public sealed class TrainedWeight
{
    internal TrainedWeight(string layer, WeightSpec spec, Tensor tensor)
    {
        Layer = layer;
        Spec = spec;
        Tensor = tensor;
        MetricName = layer;
    }

    /// <summary>The layer's name.</summary>
    public string Layer { get; }

    /// <summary>The weight's name within the layer, shape, quantizer and precision.</summary>
    public WeightSpec Spec { get; }

    /// <summary>The latent values.</summary>
    internal Tensor Tensor { get; }

    /// <summary>What its metrics are called: the layer's name, and which kernel where the layer has several.</summary>
    internal string MetricName { get; init; }

    /// <summary>Layer and weight, as in <c>quant_dense/kernel</c>.</summary>
    public override string ToString() => $"{Layer}/{Spec.Name}";
}
