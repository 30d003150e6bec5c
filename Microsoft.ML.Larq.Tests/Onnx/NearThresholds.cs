using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Onnx;

/// <summary>
/// Finds the rows in which a number lies so near the threshold of a quantizer that a rounding error may turn what comes
/// of it; by the modules that are trained.
/// </summary>
internal static class NearThresholds
{
    private const float Near = 1e-5f;

    /// <summary>For each row, whether it has such a number.</summary>
    public static bool[] Of(NetworkDefinition definition, NetworkWeights weights, float[] rows)
    {
        const int RowsAtOnce = 64;
        var width = definition.InputShape.Size;
        var quantizers = definition.Layers.Where(layer => layer.Kind.Input is not null)
            .Select(layer => (From: layer.Inputs[0], Thresholds: Thresholds(layer.Kind.Input!)))
            .Where(one => one.Thresholds.Length > 0).ToArray();
        string[] names = [.. quantizers.Select(one => one.From).Distinct()];
        using var module = new NetworkModule(definition, weights, seed: 0);
        module.eval();
        using var noGrad = no_grad();
        var near = new List<bool>();
        foreach (var part in rows.Chunk(width * RowsAtOnce))
        {
            using var scope = NewDisposeScope();
            var count = part.Length / width;
            var outputs = module.Outputs(tensor(part).reshape(count, width), names);
            var any = zeros(count, dtype: ScalarType.Bool);
            foreach (var (from, thresholds) in quantizers)
            {
                var values = outputs[1 + Array.IndexOf(names, from)].reshape(count, -1);
                foreach (var threshold in thresholds)
                    any = any.logical_or((values - threshold).abs().lt(Near).any(1));
            }

            near.AddRange(any.data<bool>());
        }

        return [.. near];
    }

    private static float[] Thresholds(Quantizer quantizer) => quantizer switch
    {
        NoOpQuantizer => [],
        SteTernQuantizer { TernaryWeightNetworks: false } tern => [tern.ThresholdValue, -tern.ThresholdValue],
        DoReFaQuantizer { Mode: DoReFaMode.Activations } levels =>
            [.. Enumerable.Range(0, levels.Steps).Select(level => (level + 0.5f) / levels.Steps)],
        SteTernQuantizer or DoReFaQuantizer =>
            throw new NotSupportedException($"{quantizer}: each row has thresholds of its own."),
        _ => [0],
    };
}
