using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>The mean of each channel over the whole sequence.</summary>
/// <remarks>Shape: (length, channels) → (channels,).</remarks>
public sealed record GlobalAveragePooling1DLayer : LayerKind
{
    internal override TensorShape Infer(LayerInputs inputs) => new(inputs.Sequence.Channels);
}
