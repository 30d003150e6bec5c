using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Keras;

/// <summary>What an estimator is made of: a Keras file, and what its user says of it.</summary>
internal static class KerasScorer
{
    public static KerasNetworkEstimator Create(
        string path,
        string feature,
        NetworkDefinition? network,
        LearningTask? task,
        IReadOnlyList<string>? classNames,
        PixelOrder? order,
        TensorShape? inputShape)
    {
        if (network is not null && inputShape is not null)
        {
            throw new ArgumentException(
                $"An input shape is for the file's own model; the network that was given takes {network.InputShape}.",
                nameof(inputShape));
        }

        var file = KerasFile.Read(path);
        try
        {
            // A model's own network has its own names, which are surer than the order.
            var byName = network is null;
            string? end = null;
            var notes = new List<string>();
            var definition = network ?? file.Definition(inputShape, out end, notes);
            var meaning = task ?? (network is null
                ? KerasTask.Of(definition, end, classNames is not null)
                : KerasTask.Of(definition, file, classNames is not null));
            if (network is null && end is not null && meaning == LearningTask.Outputs)
                definition = file.WholeDefinition(inputShape);
            var weights = file.WeightsFor(definition, byName, null, out _);
            return new KerasNetworkEstimator(definition, weights, feature, meaning, classNames, order, [.. notes]);
        }
        catch (FormatException error)
        {
            throw new FormatException($"'{path}': {error.Message}", error);
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException($"'{path}': {error.Message}", error);
        }
    }
}
