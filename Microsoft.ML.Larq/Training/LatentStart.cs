using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Initializers;

namespace Microsoft.ML.Larq.Training;

/// <summary>Latent weights to train on from.</summary>
internal static class LatentStart
{
    /// <summary>
    /// The weights themselves, but a binary kernel that is all ±1, whose latent values were not kept, at the magnitude
    /// of fresh ones: ±1 at the edge of the window would take hundreds of steps to flip. Frozen kernels
    /// stay.
    /// </summary>
    public static NetworkWeights From(NetworkDefinition definition, NetworkWeights weights) => weights.With(
        from layer in definition.Layers
        from spec in layer.Weights
        where spec.Trainable && spec.Quantizer is { Alphabet: Alphabet.Signs }
        let kernel = weights[layer, spec.Name]
        where !kernel.Values.ContainsAnyExcept(-1f, 1f)
        select KeyValuePair.Create(NetworkWeights.NameOf(layer, spec.Name), Scaled(kernel)));

    private static WeightArray Scaled(WeightArray kernel)
    {
        var magnitude = (float)Fans.Of(kernel.Shape).GlorotLimit;
        var values = kernel.Values.ToArray();
        foreach (ref var value in values.AsSpan()) value *= magnitude;
        return new WeightArray(kernel.Shape, values);
    }
}
