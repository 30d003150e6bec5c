using System.Globalization;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Reports;

namespace Microsoft.ML.Larq.Model;

/// <summary>What a model tells its report.</summary>
internal static class ModelReport
{
    /// <summary>The page.</summary>
    /// <param name="facts">What the model is beside its network.</param>
    /// <param name="packed">Its network.</param>
    /// <param name="defaults">The options as they are where nobody sets them.</param>
    /// <param name="title">The heading; null says which column was learned.</param>
    public static string Html(
        ModelFacts facts, PackedNetwork packed, IReadOnlyList<(string Name, string Value)> defaults, string? title) =>
        HtmlReport.Of(new ReportContent
        {
            Title = title ?? $"Binarized network for '{facts.LabelColumn}'",
            Facts =
        [
            ("Task", facts.Task.ToString()),
            ("Label", facts.LabelColumn),
            ("Features", facts.FeatureColumn),
            ("Input", packed.Definition.InputShape.ToString()),
            ("Output", packed.Definition.OutputShape.ToString()),
            ("Layers", packed.Definition.Layers.Length.ToString(CultureInfo.InvariantCulture)),
            ("Epochs", facts.History.Epochs.ToString(CultureInfo.InvariantCulture)),
            .. facts.Calibration is { } calibration ? new[] { ("Scores", calibration.ToString()) } : [],
            ("Warnings", facts.History.Warnings is { Count: > 0 and var count } ? $"{count}" : "none"),
        ],
            History = facts.History,
            Network = packed.Definition,
            Summary = packed.Definition.Summary(),
            Packed = packed.Report,
            Agreement = facts.Agreement.ToString(),
            Options = facts.Options,
            DefaultOptions = defaults,
        });
}
