using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Measures;

/// <summary>
/// Until it is disposed, a network normalizes by batches as in training, but draws no random numbers and updates no
/// metric; the statistics that it had are restored in the end.
/// </summary>
internal sealed class ProbeMode : IDisposable
{
    private readonly NetworkModule _network;
    private readonly bool _wasTraining;
    private readonly (Tensor Statistic, Tensor Saved)[] _statistics;
    private readonly MetricsPause _pause;

    public ProbeMode(NetworkModule network)
    {
        _network = network;
        _wasTraining = network.training;
        BatchNormalization[] normalizations = [.. network.BatchNormalizations];
        using (no_grad())
        {
            _statistics = [.. normalizations.SelectMany(layer => new[] { layer.MovingMean, layer.MovingVariance })
                .Select(tensor => (tensor, tensor.clone()))];
        }

        _pause = new MetricsPause(network);
        network.eval();
        foreach (var layer in normalizations) layer.train();
    }

    public void Dispose()
    {
        using (no_grad())
        {
            foreach (var (statistic, saved) in _statistics)
            {
                statistic.copy_(saved);
                saved.Dispose();
            }
        }

        _pause.Dispose();
        _network.train(_wasTraining);
    }
}
