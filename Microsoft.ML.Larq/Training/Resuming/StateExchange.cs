using Microsoft.ML.Larq.Clusters.Wires;
using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Progress.Facts;
using Microsoft.ML.Larq.Training.Callbacks;
using Microsoft.ML.Larq.Training.Measures;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Resuming;

/// <summary>
/// Between two epochs: takes what the rest of a training depends on out of network, optimizer and callbacks, and puts
/// it back.
/// </summary>
internal sealed class StateExchange(
    NetworkModule network, WeightOptimizer optimizer, LayerMeasures measures, CallbackList callbacks, Ranks ranks)
{
    /// <summary>The state after an epoch.</summary>
    /// <param name="history">What was reported of each epoch, the last one's among it.</param>
    /// <param name="story">What is known beside it.</param>
    public TrainingState Capture(IReadOnlyList<TrainingProgress> history, TrainingStory? story) => new()
    {
        Epoch = history[^1].Epoch,
        Steps = optimizer.Steps,
        RateFactor = optimizer.RateFactor,
        IsStopped = callbacks.Context.IsStopped,
        Weights = network.Save(),
        Slots = StateTransfer.Read(optimizer),
        Generators = Generators(),
        Callbacks = callbacks.Save(),
        Metrics = Kept(measures.Save()),
        History = [.. history],
        Story = story,
    };

    /// <summary>Puts back what network and optimizer had.</summary>
    /// <exception cref="FormatException">The state is of another optimizer.</exception>
    public void Restore(TrainingState state)
    {
        network.Load(state.Weights);
        StateTransfer.Write(state.Slots, optimizer);
        (optimizer.Steps, optimizer.RateFactor) = (state.Steps, state.RateFactor);
        using (NewDisposeScope())
            measures.Load(state.Metrics.ToDictionary(kept => kept.Key, kept => kept.Value.ToTensor()));
        foreach (var (layer, dropout) in network.Dropouts)
            dropout.State = state.Generators.GetValueOrDefault(Key(layer, ranks.Rank));
    }

    /// <summary>Begins the callbacks' training and puts back what they remembered.</summary>
    /// <exception cref="ArgumentException">There is no such callback.</exception>
    public void RestoreCallbacks(TrainingState state)
    {
        callbacks.TrainBegin();
        callbacks.Load(state.Callbacks);
        callbacks.Context.IsStopped |= state.IsStopped;
    }

    // Those of all ranks.
    private Dictionary<string, byte[]> Generators()
    {
        var states = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (layer, module) in network.Dropouts)
        {
            var all = ranks.GatherBytes(module.State ?? []);
            for (var rank = 0; rank < all.Length; rank++)
            {
                if (all[rank].Length > 0) states.Add(Key(layer, rank), all[rank]);
            }
        }

        return states;
    }

    // No layer's name has a slash.
    private static string Key(string layer, int rank) => rank == 0 ? layer : $"{layer}/{rank}";

    private static Dictionary<string, KeptTensor> Kept(Dictionary<string, Tensor> states)
    {
        var kept = states.ToDictionary(state => state.Key, state => KeptTensor.Of(state.Value), StringComparer.Ordinal);
        foreach (var tensor in states.Values) tensor.Dispose();
        return kept;
    }
}
