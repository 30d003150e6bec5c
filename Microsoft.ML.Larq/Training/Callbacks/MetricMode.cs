namespace Microsoft.ML.Larq.Training;

/// <summary>Which way a metric gets better.</summary>
public enum MetricMode
{
    /// <summary>Lower is better, as with a loss.</summary>
    Min,

    /// <summary>Higher is better, as with an accuracy.</summary>
    Max,
}
