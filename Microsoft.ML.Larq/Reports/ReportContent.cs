using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Progress;

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

    /// <summary>Whether latent weights were held within their quantizers' windows; null: not known.</summary>
    public bool? ClipsLatentWeights => Options.FirstOrDefault(option => option.Name == "ClipLatentWeights").Value switch
    {
        "true" => true,
        "false" => false,
        _ => null,
    };
}
