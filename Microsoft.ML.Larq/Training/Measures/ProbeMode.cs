using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Quantizers;
using Microsoft.ML.Larq.Training.Modules;
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
    private readonly (QuantizerModule Quantizer, FlipRatio? Flips, GradientFlow? Flow)[] _quantizers;

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

        _quantizers = [.. network.modules().OfType<QuantizerModule>()
            .Select(quantizer => (quantizer, quantizer.FlipRatio, quantizer.GradientFlow))];
        foreach (var (quantizer, _, _) in _quantizers) (quantizer.FlipRatio, quantizer.GradientFlow) = (null, null);
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

        foreach (var (quantizer, flips, flow) in _quantizers)
            (quantizer.FlipRatio, quantizer.GradientFlow) = (flips, flow);
        _network.train(_wasTraining);
    }
}
