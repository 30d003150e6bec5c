using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Training.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Measures;

/// <summary>What is measured of the layers between batches: starved weights, and at times gradient mismatch.</summary>
internal sealed class LayerProbes(
    NetworkModule network, TrainingSettings settings, RowCache rows, Device device, WeightOptimizer optimizer)
{
    private readonly StarvedWeights? _starved = settings.Measuring.LayerMetrics ? new(optimizer.Latent) : null;
    private readonly GradientProbe? _mismatch = settings.Measuring.GradientProbeInterval == 0
        ? null
        : new GradientProbe(network, settings, rows, device);

    /// <summary>The values now; NaN where nothing was measured in this epoch.</summary>
    public IEnumerable<KeyValuePair<string, double>> Values => [.. _starved?.Values ?? [], .. _mismatch?.Values ?? []];

    /// <summary>Begins an epoch.</summary>
    public void Reset() => _mismatch?.Reset();

    /// <summary>Ends an epoch: the first, and then every n-th, is probed.</summary>
    public void Run(int epoch)
    {
        if ((epoch - 1) % Math.Max(1, settings.Measuring.GradientProbeInterval) == 0) _mismatch?.Run();
    }
}
