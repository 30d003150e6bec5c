using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;

namespace Metrics;

/// <summary>A healthy training, and the same with one thing wrong.</summary>
internal static class Runs
{
    /// <summary>By name; each is the default network for a vector but for what is said.</summary>
    public static IReadOnlyDictionary<string, Options> Table { get; } = new Dictionary<string, Options>
    {
        ["healthy"] = new(),
        ["constant-rate"] = new() { Optimizer = Optimize.Adam(0.005f) },
        ["frozen"] = new() { Optimizer = Bop(threshold: 1f, gamma: 1e-4f) },
        ["oscillating"] = new() { Optimizer = Bop(threshold: 1e-8f, gamma: 0.1f) },
        ["rate-of-10"] = new() { Optimizer = Optimize.Adam(10f) },
        ["narrow-window"] = new() { Network = Windows(kernel: 0.01f, input: 1f) },
        ["narrow-unclipped"] = new() { Network = Windows(kernel: 0.01f, input: 1f), ClipLatentWeights = false },
        ["dead"] = new() { Network = Windows(kernel: 1f, input: 1e-6f) },
    };

    private static OptimizerSpec Bop(float threshold, float gamma) =>
        Optimize.Case(binary: Optimize.Bop(threshold, gamma), other: Optimize.Adam(0.005f));

    // The default network, with other windows.
    private static Func<NetworkTensor, int, NetworkTensor> Windows(float kernel, float input) => (x, outputs) => x
        .QuantileThermometer(8).Dropout(0.3f)
        .QuantDense(512, kernelQuantizer: Quantizer.SteSign(kernel), useBias: false).BatchNormalization(scale: false)
        .QuantDense(outputs, Quantizer.SteSign(input), Quantizer.SteSign(kernel), useBias: false).BatchNormalization();
}
