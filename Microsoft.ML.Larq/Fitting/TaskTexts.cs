using System.Globalization;
using Microsoft.ML.Larq.Clusters.Wires;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Networks.Shapes;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>What ranks must have in common before any of them reads a row, as text.</summary>
internal static class TaskTexts
{
    private static readonly string[] Versions =
    [
        $"Microsoft.ML.Larq {VersionOf(typeof(TaskTexts))}",
        $"Microsoft.ML {VersionOf(typeof(MLContext))}",
        $"TorchSharp {VersionOf(typeof(TorchSharp.torch))}",
    ];

    /// <param name="schema">The columns.</param>
    /// <param name="options">The options.</param>
    /// <param name="target">What is learned.</param>
    /// <param name="layout">How a feature vector is the network's input.</param>
    /// <param name="ranks">The ranks.</param>
    /// <param name="hasSeed">Whether options or context give a seed.</param>
    public static IEnumerable<KeyValuePair<string, string>> Of(
        DataViewSchema schema, Options options, LabelTarget target, RowLayout layout, Ranks ranks, bool hasSeed) =>
    [
        new("versions", string.Join(", ", Versions)),
        new("whether rows are shares", ranks.Choices.RowsAreShares.ToString()),
        new("whether batch normalizations are synchronized", ranks.Choices.SynchronizesNormalization.ToString()),
        new("the wire of gradients", ranks.Choices.Wire.ToString()),
        new("the task", target.Task.ToString()),
        new("the features' shape", layout.ToString()),
        new("the feature column's type", schema[options.FeatureColumnName].Type.ToString()!),
        new("the label column's type", schema[options.LabelColumnName].Type.ToString()!),
        new("the label's classes", Classes(target.Names)),
        new("whether rows are weighted", (options.ExampleWeightColumnName is not null).ToString()),
        new("whether there is a validation set", (options.ValidationSet is not null).ToString()),
        new("whether there is a seed", hasSeed.ToString()),
        new("option OnCancellation", options.OnCancellation.ToString()),
        new("option Metrics", string.Join(", ", options.Metrics.Select(metric => metric.ToString()))),
        new("option MetricsInterval", options.MetricsInterval.ToString(CultureInfo.InvariantCulture)),
        new("option CalibrateScores", options.CalibrateScores?.ToString() ?? "null"),
        new("option ValidationFraction", options.ValidationFraction.ToString(CultureInfo.InvariantCulture)),
    ];

    private static string Classes(KeyValues? names) => names is null
        ? "none"
        : string.Join(", ", names.Names.Select(name => $"'{name}'"));

    private static Version VersionOf(Type type) => type.Assembly.GetName().Version!;
}
