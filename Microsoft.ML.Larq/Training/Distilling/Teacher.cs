using Microsoft.ML.Larq.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Distilling;

/// <summary>A network that only answers: in evaluation mode, without gradients, until it is disposed.</summary>
internal sealed class Teacher : IDisposable
{
    private readonly NetworkModule _network;
    private readonly string[] _layers;

    public Teacher(DistillationSettings settings, int seed, Device device)
    {
        Settings = settings;
        _network = new NetworkModule(settings.Teacher, settings.Weights, seed);
        foreach (var weight in _network.parameters()) weight.requires_grad = false;
        _network.eval();
        _network.to(device);
        _layers = [.. settings.Compared.Select(pair => pair.Teacher)];
    }

    public DistillationSettings Settings { get; }

    /// <summary>
    /// The outputs (rows, outputs), and those of the compared layers as they come, (rows, channels, …) for an image;
    /// the caller's dispose scope owns them.
    /// </summary>
    public Tensor[] Answer(Tensor features)
    {
        using var noGrad = no_grad();
        return _network.Outputs(features, _layers);
    }

    public void Dispose() => _network.Dispose();
}
