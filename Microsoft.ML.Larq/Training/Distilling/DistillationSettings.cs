using System.Collections.Immutable;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Training.Data;

namespace Microsoft.ML.Larq.Training.Distilling;

/// <summary>A teacher and what is learned from it, checked against the student.</summary>
internal sealed record DistillationSettings
{
    public required NetworkDefinition Teacher { get; init; }

    public required NetworkWeights Weights { get; init; }

    /// <summary>
    /// The scale that the teacher's outputs are in; <see cref="LabelScale.None"/> but for regression.
    /// </summary>
    public LabelScale TeacherLabels { get; init; } = LabelScale.None;

    public float LabelWeight { get; init; } = 1;

    public float OutputWeight { get; init; } = 1;

    public float Temperature { get; init; } = 1;

    public float AttentionWeight { get; init; } = 1;

    public ImmutableArray<AttentionPair> Attention { get; init; } = [];

    public AttentionNormalization AttentionNormalization { get; init; }

    /// <summary>The pairs that count.</summary>
    public ImmutableArray<AttentionPair> Compared => AttentionWeight > 0 ? Attention : [];
}
