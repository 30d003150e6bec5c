using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Callbacks;
using Microsoft.ML.Larq.Training.Resuming;

namespace Microsoft.ML.Larq.Checkpoints;

/// <summary>
/// Checks that the parts of a checkpoint belong together before any of it is used, even where its digest is right.
/// </summary>
internal static class CheckpointCheck
{
    // The library's own callbacks, of which it is known that they remember weights of the network.
    private static readonly string?[] Own = [typeof(EarlyStopping).FullName, typeof(BestSoFar).FullName];

    /// <exception cref="ArgumentException">Something is not this network's or cannot be; it is named.</exception>
    public static void Require(Checkpoint checkpoint)
    {
        var (definition, state) = (checkpoint.Definition, checkpoint.State);
        RequireProgress(state);
        state.Weights.Verify(definition);
        foreach (var (type, remembered) in state.Callbacks.Where(callback => Own.Contains(callback.Type)))
        {
            foreach (var (name, weights) in remembered.Weights) RequireWeights(definition, type, name, weights);
        }

        foreach (var name in state.Generators.Keys)
        {
            if (definition.Layers.FirstOrDefault(layer => layer.Name == name.Split('/')[0])?.Kind is not DropoutLayer)
                throw new ArgumentException($"It holds the random generator of '{name}', which is no Dropout layer.");
        }
    }

    private static void RequireProgress(TrainingState state)
    {
        var epochs = state.History.Select(report => report.Epoch).ToArray();
        if (state.Epoch < 1 || state.Epoch != epochs.Length
            || !epochs.SequenceEqual(Enumerable.Range(1, epochs.Length)))
        {
            throw new ArgumentException(
                $"It is of epoch {state.Epoch} and reports every epoch up to it, got {epochs.Length} reports.");
        }

        if (state.Steps < 0) throw new ArgumentException($"Steps are at least 0, got {state.Steps}.");
        if (!(state.RateFactor is >= 0 and <= 1))
            throw new ArgumentException($"The rates' factor is from 0 to 1, got {state.RateFactor}.");
    }

    private static void RequireWeights(NetworkDefinition definition, string type, string name, NetworkWeights weights)
    {
        try
        {
            weights.Verify(definition);
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException($"What a {type} remembers as '{name}': {error.Message}", error);
        }
    }
}
