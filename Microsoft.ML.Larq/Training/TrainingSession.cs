using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training.Data;
using Microsoft.ML.Larq.Training.Distilling;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training;

/// <summary>
/// A network being trained: owns the tensors from the first weight to the last, and leaves none behind.
/// </summary>
internal sealed class TrainingSession : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly NetworkModule _network;
    private readonly TrainingLoop _loop;
    private readonly Teacher? _teacher;

    public TrainingSession(
        NetworkDefinition definition,
        NetworkWeights start,
        TrainingSettings settings,
        RowCache rows,
        RowCache? validation,
        Device device,
        ITrainingObserver observer)
    {
        try
        {
            if (settings.DrawsFromTorch) TorchScope.Seed(settings.Seed);
            _network = new NetworkModule(definition, start, settings.Seed);
            foreach (var convolution in _network.modules().OfType<QuantConv2D>())
                convolution.UseBFloat16 = settings.BFloat16;
            _network.to(device);
            _teacher = settings.Distillation is { } lesson ? new Teacher(lesson, settings.Seed, device) : null;
            _loop = new TrainingLoop(_network, settings, rows, validation, device, observer, _teacher);
        }
        catch
        {
            // Scopes are stacked by thread: one left open would take in the tensors of whoever comes next.
            _scope.Dispose();
            throw;
        }
    }

    public NetworkDefinition Definition => _network.Definition;

    /// <summary>The weights as they are now, latent ones as latent.</summary>
    public NetworkWeights Weights => _network.Save();

    /// <summary>Trains to the end.</summary>
    public void Run() => _loop.Run();

    /// <inheritdoc cref="TrainingLoop.ReportedLoss"/>
    public double ReportedLoss => _loop.ReportedLoss;

    /// <inheritdoc cref="TrainingLoop.LabelLosses"/>
    public float[] LabelLosses(float[] outputs, ReadOnlySpan<float> labels) => _loop.LabelLosses(outputs, labels);

    /// <summary>The network's outputs in evaluation mode.</summary>
    public float[] Score(ReadOnlySpan<float> rows) => _network.Score(rows);

    public void Dispose()
    {
        _teacher?.Dispose();
        _network.Dispose();
        _scope.Dispose();
    }
}
