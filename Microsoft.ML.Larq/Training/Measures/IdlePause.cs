using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Modules;

namespace Microsoft.ML.Larq.Training.Measures;

/// <summary>
/// Until it is disposed, no metric sees rows or their gradients; those of kernels still see the kernels, which are the
/// same on a rank without rows.
/// </summary>
internal sealed class IdlePause : IDisposable
{
    private readonly QuantizerMetrics[] _kernels;
    private readonly (QuantizerMetrics Metrics, bool WasPaused)[] _inputs;

    public IdlePause(NetworkModule network)
    {
        _kernels =
        [
            .. network.Layers.SelectMany(pair => pair.Module.KernelQuantizers).Select(one => one.Quantizer.Metrics),
        ];
        _inputs = [.. network.Layers.Select(pair => pair.Module.InputQuantizer?.Metrics).OfType<QuantizerMetrics>()
            .Select(metrics => (metrics, metrics.IsPaused))];
        foreach (var metrics in _kernels) metrics.PausesBackward = true;
        foreach (var (metrics, _) in _inputs) metrics.IsPaused = true;
    }

    public void Dispose()
    {
        foreach (var metrics in _kernels) metrics.PausesBackward = false;
        foreach (var (metrics, wasPaused) in _inputs) metrics.IsPaused = wasPaused;
    }
}
