using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Progress.Faults.Planted;

/// <summary>One of the binary layers of a planted training.</summary>
internal sealed record PlantedLayer
{
    public int Filters { get; init; } = 32;

    public Quantizer Input { get; init; } = "approx_sign";

    public Quantizer Quantizer { get; init; } = "ste_sign";

    public Initializer Initializer { get; init; } = Initializer.GlorotUniform;

    public WeightConstraint? Constraint { get; init; }

    /// <summary>What is added to each number that the layer before gives, in place of its normalization.</summary>
    public float? Bias { get; init; }

    /// <summary>Whether a normalization stands before it.</summary>
    public bool IsNormalized { get; init; } = true;
}
