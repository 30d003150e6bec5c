using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq;

/// <summary>What a Keras file and a few words of its user make an estimator of.</summary>
internal static class KerasScorer
{
    public static KerasNetworkEstimator Create(
        string path,
        string feature,
        NetworkDefinition? network,
        LearningTask? task,
        IReadOnlyList<string>? classNames,
        PixelOrder? order)
    {
        var file = KerasFile.Read(path);
        try
        {
            string? leftOut = null;
            // A model's own network has its own names, which are surer than the order.
            var matching = network is null ? KerasMatching.ByName : KerasMatching.ByOrder;
            var definition = network ?? file.Definition(null, out leftOut);
            var weights = file.WeightsFor(definition, matching, null, out _);
            var meaning = task
                ?? (definition.OutputShape.Size >= 2 ? LearningTask.MulticlassClassification
                : leftOut == "sigmoid" ? LearningTask.BinaryClassification
                : LearningTask.Regression);
            return new KerasNetworkEstimator(definition, weights, feature, meaning, classNames, order);
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
