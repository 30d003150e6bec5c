using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Tensors;
using Microsoft.ML.Larq.Training.Callbacks;
using Microsoft.ML.Larq.Training.Data;
using Microsoft.ML.Larq.Training.Distilling;
using Microsoft.ML.Larq.Training.Losses;
using Microsoft.ML.Larq.Training.Machine;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training;

/// <summary>
/// A network being trained: owns the tensors from the first weight to the last, and leaves none behind.
/// </summary>
internal sealed class TrainingSession : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TrainingSettings _settings;
    private readonly RowCache _rows;
    private readonly RowCache? _validation;
    private readonly Device _device;
    private readonly ITrainingObserver _observer;
    private readonly Cancellation _cancellation;
    private readonly NetworkModule _network;
    private readonly Teacher? _teacher;
    private readonly IStepLoss _loss;
    private TrainingRun? _run;

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
            _cancellation = new Cancellation(settings.CheckAlive, settings.OnCancellation, settings.Ranks);
            _settings = settings with { CheckAlive = _cancellation.Check };
            (_rows, _validation, _device, _observer) = (rows, validation, device, observer);
            if (settings.DrawsFromTorch) TorchScope.Seed(settings.OwnSeed);
            _network = new NetworkModule(definition, start, settings.OwnSeed);
            foreach (var convolution in _network.modules().OfType<QuantConv2D>())
                convolution.UseBFloat16 = settings.BFloat16;
            _network.to(device);
            _teacher = settings.Distillation is { } lesson ? new Teacher(lesson, settings.Seed, device) : null;
            var ofLabels = settings.ClassWeights is { } weights ? settings.Loss.Weighted(weights) : settings.Loss;
            _loss = _teacher is null
                ? new LabelLoss(_network, ofLabels)
                : new TeacherLoss(_network, _teacher, ofLabels, settings.Task, settings.Labels);
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

    /// <inheritdoc cref="TrainingRun.ReportedLoss"/>
    public double ReportedLoss => _run?.ReportedLoss ?? double.NaN;

    /// <summary>Trains to the end.</summary>
    /// <exception cref="ArgumentException">The network has no weights to train, or a batch too many rows.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled, and no model is wanted then.</exception>
    /// <exception cref="InvalidOperationException">The loss or a weight is no longer a number.</exception>
    public void Run()
    {
        using var scope = NewDisposeScope();
        var trained = _network.TrainedWeights;
        if (trained.Length == 0) throw new ArgumentException("Option Network: the network has no weights to train.");
        using var optimizer = _settings.Optimizer.Create(
            trained, message => _settings.Warn(new TrainingWarning(NoticeNames.NotTrained, null, message)));
        var parts = new TrainingParts(
            _network, _loss, optimizer, trained, _settings, _rows, _validation, _device);
        var run = _run = new TrainingRun(parts, _settings.Epochs, _settings.Inform, _settings.Warn);
        IEnumerable<TrainingCallback> own = _settings.OnCancellation == CancellationBehavior.ReturnBest
            ? [new BestSoFar()]
            : [];
        TrainingCallback[] called = _settings.Ranks.Leads ? [.. own, .. _settings.Callbacks] : [];
        using var callbacks = new CallbackList(
            called, run, !_settings.Ranks.IsAlone && _settings.Ranks.OfFirst(called.Length > 0) ? run.Follow : null);
        new TrainingLoop(parts, _settings, run, callbacks, _observer).Run(_cancellation);
    }

    /// <summary>Each row's loss against its label, as training weighs it.</summary>
    /// <param name="outputs">The network's outputs for the rows.</param>
    /// <param name="labels">The rows' labels, not yet scaled.</param>
    /// <param name="weights">How much each row counts; none for 1 each.</param>
    public float[] LabelLosses(float[] outputs, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights = default)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var scaled = new float[labels.Length];
        for (var i = 0; i < labels.Length; i++) scaled[i] = _settings.Labels.Scaled(labels[i]);
        var shape = new long[] { labels.Length, outputs.Length / labels.Length };
        var losses = _loss.OfLabels.Each(tensor(outputs, shape, device: CPU), tensor(scaled, device: CPU));
        var each = losses.contiguous().Elements<float>().ToArray();
        for (var i = 0; i < weights.Length; i++) each[i] *= weights[i];
        return each;
    }

    /// <summary>The network's outputs in evaluation mode.</summary>
    public float[] Score(ReadOnlySpan<float> rows) => _network.Score(rows);

    public void Dispose()
    {
        _teacher?.Dispose();
        _network.Dispose();
        _scope.Dispose();
    }
}
