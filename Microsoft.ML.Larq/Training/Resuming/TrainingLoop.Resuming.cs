using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Training.Callbacks;
using Microsoft.ML.Larq.Training.Resuming;

namespace Microsoft.ML.Larq.Training;

/// <content>Between two epochs: what is kept, and going on from it.</content>
internal sealed partial class TrainingLoop
{
    private TrainingState Capture(WeightOptimizer optimizer, CallbackList callbacks) => new()
    {
        Epoch = _epoch,
        Steps = optimizer.Steps,
        RateFactor = optimizer.RateFactor,
        IsStopped = callbacks.Context.IsStopped,
        Weights = _network.Save(),
        Slots = StateTransfer.Read(optimizer),
        Generators = (from layer in _network.Dropouts
                      where layer.Module.State is not null
                      select layer).ToDictionary(layer => layer.Layer, layer => layer.Module.State!),
        Callbacks = callbacks.Save(),
        History = [.. _history],
    };

    private void Resume(TrainingState state, WeightOptimizer optimizer, CallbackList callbacks)
    {
        _network.Load(state.Weights);
        StateTransfer.Write(state.Slots, optimizer);
        (optimizer.Steps, optimizer.RateFactor) = (state.Steps, state.RateFactor);
        foreach (var (layer, dropout) in _network.Dropouts)
            dropout.State = state.Generators.GetValueOrDefault(layer);
        while (_epoch < state.Epoch) Shuffle(++_epoch);

        // What is reported may have changed since: one name stays one column.
        var names = Measure().Values.Select(value => value.Key).ToArray();
        _history.AddRange(state.History.Select(epoch => epoch with
        {
            Values = [.. names.Select(name => KeyValuePair.Create(name, epoch[name]))],
        }));
        _observer.Resume(_history);
        callbacks.TrainBegin();
        callbacks.Load(state.Callbacks);
        callbacks.Context.IsStopped |= state.IsStopped;
    }

    // Each order is made of the one before.
    private void Shuffle(int epoch)
    {
        _rows.Epoch = epoch;
        _rows.Shuffle(new Random(HashSeed(_settings.Seed, epoch)));
    }
}
