using System.Globalization;
using Microsoft.ML.Larq.Reports;

namespace Microsoft.ML.Larq;

/// <summary>What a model tells its report.</summary>
internal static class ModelReport
{
    public static string Html(BinarizedNetworkTransformer model, string? title) => HtmlReport.Of(new ReportContent
    {
        Title = title ?? $"Binarized network for '{model.LabelColumnName}'",
        Facts =
        [
            ("Task", model.Task.ToString()),
            ("Label", model.LabelColumnName),
            ("Features", model.FeatureColumnName),
            ("Input", model.Network.InputShape.ToString()),
            ("Output", model.Network.OutputShape.ToString()),
            ("Layers", model.Network.Layers.Length.ToString(CultureInfo.InvariantCulture)),
            ("Epochs", model.History.Epochs.ToString(CultureInfo.InvariantCulture)),
            .. model.Calibration is { } calibration ? new[] { ("Scores", calibration.ToString()) } : [],
            ("Warnings", model.History.Warnings is { Count: > 0 and var count } ? $"{count}" : "none"),
        ],
        History = model.History,
        Summary = model.Network.Summary(),
        Packed = model.Packed.Report,
        Agreement = model.Agreement.ToString(),
        Options = model.Facts.Options,
        DefaultOptions = OptionList.Of(new BinarizedNetworkTrainer.Options()),
    });
}
