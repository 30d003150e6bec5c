using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Quantizers;

namespace Microsoft.ML.Larq.Tests.Training;

/// <summary>
/// Random weights with which sums are exact in single precision, so that no sign hangs on a rounding error.
/// </summary>
/// <remarks>
/// Real kernels have few taps, each ±1; latent ones are ±½, whatever scales their signs; normalizations multiply by
/// ±¼ or ±½, for √(variance + ε) is 4. Gates are 0 or 1: their last layer is far from 0. What is left over of 24 bits,
/// such as means of odd numbers, comes after the last sign or far from every one.
/// </remarks>
internal sealed class ZooWeights(int seed)
{
    private uint _state = (uint)seed | 1;

    public NetworkWeights Of(NetworkDefinition network)
    {
        // A level of DoReFa changes at (2k + 1)/6: sums of thirds of eighths are there unless something moves them.
        var offset = network.Layers.Any(layer => layer.Kind.InputPrecision is > 1) ? 1 / 64f : 0;
        return new NetworkWeights(network.Layers.SelectMany(layer => layer.Weights.Select(spec => KeyValuePair.Create(
            NetworkWeights.NameOf(layer, spec.Name),
            WeightArray.Adopt(spec.Shape, Values(network, layer, spec, offset))))));
    }

    public float[] Rows(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)Below(9) - 4)];

    private float[] Values(NetworkDefinition network, Layer layer, WeightSpec spec, float offset)
    {
        var values = new float[spec.Shape.Size];
        if (layer.Kind is BlurPool2DLayer)
        {
            spec.Initializer.Fill(values, spec.Shape, new Random(0));
            return values;
        }

        var inputs = spec.Name == "depthwise_kernel" ? 1 : values.Length / spec.Shape.Channels;
        foreach (ref var value in values.AsSpan())
        {
            value = spec.Name switch
            {
                "moving_variance" => (float)(16.0 - ((BatchNormalizationLayer)layer.Kind).Epsilon),
                "moving_mean" => MiddleOfLargest(network, layer) + Below(5) - 2f,
                "gamma" => Sign() * (1 + Below(2)),
                "beta" => ((Below(5) - 2f) / 4) + offset,
                "alpha" => Below(3) / 4f,
                "bias" => (Below(9) - 4f) / 8,
                _ when spec.Name.StartsWith("scale_", StringComparison.Ordinal) => Sign() * (1 + Below(2)) / 2f,
                _ when spec.Quantizer is not null => Sign() / 2f,
                _ when layer.Name.EndsWith("dense_expand", StringComparison.Ordinal) => Sign() * 4096f,
                _ => Below(Math.Max(1, inputs / 8)) == 0 ? Sign() : 0f,
            };
        }

        return values;
    }

    // Where a normalization reads the largest of nine sums of signs, those are above 0 almost all.
    private static float MiddleOfLargest(NetworkDefinition network, Layer layer)
    {
        if (network[layer.Inputs[0]] is not { Kind: MaxPooling2DLayer } pool) return 0;
        var convolution = network[pool.Inputs[0]];
        if (convolution.Weights.FirstOrDefault(spec => spec.Quantizer is SteSignQuantizer) is not { } kernel) return 0;
        var deviation = Math.Sqrt(kernel.Shape.Size / kernel.Shape.Channels);
        return (float)Math.Round(1.5 * deviation * (convolution.Kind.InputPrecision is null ? 2.6 : 1));
    }

    private int Sign() => 1 - (2 * Below(2));

    // Marsaglia's xorshift: millions of weights are drawn.
    private int Below(int limit)
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return (int)((_state >> 8) % (uint)limit);
    }
}
