namespace Microsoft.ML.Larq.Training.Measures;

/// <summary>What options say of measuring the layers while they are trained.</summary>
internal sealed record MeasuringChoices
{
    /// <summary>Which metrics go to which quantizers.</summary>
    public IReadOnlyList<LayerMetric> Metrics { get; init; } = LayerMetric.Defaults;

    /// <summary>One pass in so many is measured, by metrics that can do with it.</summary>
    public int MetricsInterval { get; init; } = 4;

    /// <summary>The gradient mismatch of one epoch in so many is measured; 0 is none.</summary>
    public int GradientProbeInterval { get; init; }

    /// <summary>Histograms of one epoch in so many are taken; 0 is none.</summary>
    public int HistogramInterval { get; init; }

    /// <summary>Batches that a probe of the gradient takes.</summary>
    public int GradientProbeBatches { get; init; } = 4;
}
