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
        HtmlReport.Of(Content(facts, packed, defaults, title ?? $"Binarized network for '{facts.LabelColumn}'"));

    /// <summary>The page of several models side by side.</summary>
    /// <param name="runs">What each is called, and what it is.</param>
    /// <param name="defaults">The options as they are where nobody sets them.</param>
    public static string Comparison(
        IEnumerable<(string Name, ModelFacts Facts, PackedNetwork Packed)> runs,
        IReadOnlyList<(string Name, string Value)> defaults) =>
        ComparisonReport.Of([.. runs.Select(run => Content(run.Facts, run.Packed, defaults, run.Name))]);

    /// <summary>What a page shows of a model.</summary>
    /// <param name="facts">What the model is beside its network.</param>
    /// <param name="packed">Its network.</param>
    /// <param name="defaults">The options as they are where nobody sets them.</param>
    /// <param name="title">The heading.</param>
    public static ReportContent Content(
        ModelFacts facts, PackedNetwork packed, IReadOnlyList<(string Name, string Value)> defaults, string title) =>
        new()
        {
            Title = title,
            Facts =
            [
                ("Task", facts.Task.ToString()),
                ("Label", facts.LabelColumn),
                ("Features", facts.FeatureColumn),
                ("Input", packed.Definition.InputShape.ToString()),
                ("Output", packed.Definition.OutputShape.ToString()),
                ("Layers", packed.Definition.Layers.Length.ToString(CultureInfo.InvariantCulture)),
                .. TrainingText.Of(facts.History),
                .. facts.Calibration is { } calibration ? new[] { ("Scores", calibration.ToString()) } : [],
                ("Warnings", facts.History.Warnings is { Count: > 0 and var count } ? $"{count}" : "none"),
            ],
            History = facts.History,
            Network = packed.Definition,
            Summary = packed.Definition.Summary(),
            Packed = packed.Report,
            Agreement = facts.Agreement.ToString(),
            Options = facts.Options,
            Evaluation = facts.Evaluation,
            ClassNames = facts.ClassNames?.Names,
            DefaultOptions = defaults,
        };
}
