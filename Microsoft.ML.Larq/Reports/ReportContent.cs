using System.Globalization;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Progress.Evaluation;

namespace Microsoft.ML.Larq.Reports;

/// <summary>All that a report shows of a model.</summary>
internal sealed record ReportContent
{
    public required string Title { get; init; }

    /// <summary>Names and values of the facts below the title.</summary>
    public required IReadOnlyList<(string Name, string Value)> Facts { get; init; }

    public required TrainingHistory History { get; init; }

    public required NetworkDefinition Network { get; init; }

    public required NetworkSummary Summary { get; init; }

    public required PackedReport Packed { get; init; }

    /// <summary>How packed and trained scores compare, in words.</summary>
    public required string Agreement { get; init; }

    /// <summary>The options of the training; none where they are not known.</summary>
    public IReadOnlyList<(string Name, string Value)> Options { get; init; } = [];

    /// <summary>The defaults of the options.</summary>
    public IReadOnlyList<(string Name, string Value)> DefaultOptions { get; init; } = [];

    /// <summary>How the model does at the end; null where that was not kept.</summary>
    public EvaluationFacts? Evaluation { get; init; }

    /// <summary>What the classes are called; null where they have no names.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>For each epoch the seconds from the start to its end; none where they are not known.</summary>
    public IReadOnlyList<double> Seconds =>
        History.Facts?.Times.Seconds is { } seconds && seconds.Count == History.Epochs ? seconds : [];

    /// <summary>What a class is called: by its name, as an answer of two, or by its number.</summary>
    /// <param name="index">The class, from 0.</param>
    public string NameOfClass(int index) => ClassNames is { } names
        ? index < names.Count ? names[index] : ""
        : Evaluation?.ClassCount == 2 && Network.OutputShape.Size == 1
            ? index == 0 ? "false" : "true"
            : (index + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether latent weights were held within their quantizers' windows; null: not known.</summary>
    public bool? ClipsLatentWeights => Options.FirstOrDefault(option => option.Name == "ClipLatentWeights").Value switch
    {
        "true" => true,
        "false" => false,
        _ => null,
    };
}
