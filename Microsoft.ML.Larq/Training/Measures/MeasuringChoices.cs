namespace Microsoft.ML.Larq.Training.Measures;

/// <summary>What options say of measuring the layers while they are trained.</summary>
internal sealed record MeasuringChoices
{
    /// <summary>Whether flip ratio, gradient flow and starved weights are measured.</summary>
    public bool LayerMetrics { get; init; } = true;

    /// <summary>The gradient flow of one batch in so many is read.</summary>
    public int MetricsInterval { get; init; } = 4;

    /// <summary>The gradient mismatch of one epoch in so many is measured; 0 is none.</summary>
    public int GradientProbeInterval { get; init; }

    /// <summary>Batches that a probe of the gradient takes.</summary>
    public int GradientProbeBatches { get; init; } = 4;
}
