using System.Globalization;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Training.Callbacks;

/// <summary>
/// Keeps the weights of the epoch with the lowest validation loss, or training loss without a validation set, and puts
/// them back if training is cancelled.
/// </summary>
internal sealed class BestSoFar : TrainingCallback
{
    private double _best = double.PositiveInfinity;
    private int _epoch;
    private NetworkWeights? _weights;

    public override void OnEpochEnd(TrainingContext training)
    {
        var loss = training.Progress[NameOf(training)];
        if (_weights is not null && !(loss < _best)) return;
        (_best, _epoch, _weights) = (loss, training.Progress.Epoch, training.CopyWeights());
    }

    public override void OnTrainEnd(TrainingContext training)
    {
        if (!training.IsCancelled || _weights is null) return;
        training.Restore(_weights, _epoch);
        training.Inform(string.Create(
            CultureInfo.InvariantCulture,
            $"The weights are those of epoch {_epoch}: '{NameOf(training)}' {_best:G4}."));
    }

    public override void Save(CallbackState state)
    {
        state.Numbers["best"] = _best;
        state.Numbers["epoch"] = _epoch;
        if (_weights is not null) state.Weights["best"] = _weights;
    }

    public override void Load(CallbackState state)
    {
        _best = state.Number("best");
        _epoch = (int)state.Number("epoch");
        _weights = state.Weights.TryGetValue("best", out var weights) ? weights : null;
    }

    private static string NameOf(TrainingContext training)
    {
        const string Validated = MetricNames.Validation + MetricNames.Loss;
        return training.Progress.Values.Any(value => value.Key == Validated) ? Validated : MetricNames.Loss;
    }
}
