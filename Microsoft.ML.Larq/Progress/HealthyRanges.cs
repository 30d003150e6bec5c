namespace Microsoft.ML.Larq.Progress;

/// <summary>What healthy trainings show, said once: rules warn beyond it, and the report shades it.</summary>
internal static class HealthyRanges
{
    /// <summary>A flip ratio below this in the early epochs is a layer that stands still.</summary>
    public const double LeastFlips = 1e-5;

    /// <summary>A flip ratio above this in the last epochs is a layer that has not settled.</summary>
    public const double MostFlips = 0.02;

    /// <summary>A gradient flow below this is none.</summary>
    public const double LeastFlow = 0.01;

    /// <summary>An input's gradient flow below this means that its window is narrow.</summary>
    public const double LeastInputFlow = 0.1;

    /// <summary>The share of starved weights from which on a layer can hardly learn.</summary>
    public const double MostStarved = 0.25;

    /// <summary>A share of positive inputs below this, or above 1 less this, is input of one sign.</summary>
    public const double LeastPositive = 0.01;

    /// <summary>A late loss above this share of what guessing costs is a network that has not learned.</summary>
    public const double GuessingLoss = 0.9;

    /// <summary>A temperature above this belongs to scores that are far too sure.</summary>
    public const double MostTemperature = 3;

    /// <summary>How much better the training rows may be predicted than the validation rows.</summary>
    public const double MostOverfit = 0.15;

    /// <summary>How much better the validation rows may be predicted than the training rows.</summary>
    public const double MostUnderfit = 0.1;

    /// <summary>
    /// What healthy layers have of a metric; null where it is not known. Between it and where a rule warns lies what is
    /// neither: a layer that does worse than healthy ones, and may learn all the same.
    /// </summary>
    /// <param name="metric">Its prefix, one of <see cref="MetricNames"/>.</param>
    /// <param name="isInput">Whether an input's are asked for, not a kernel's.</param>
    public static (double Low, double High)? Of(string metric, bool isInput) => (metric, isInput) switch
    {
        (MetricNames.FlipRatio, false) => (LeastFlips, MostFlips),
        (MetricNames.GradientFlow, true) => (0.2, 1),
        (MetricNames.GradientFlow, false) => (0.8, 1),
        (MetricNames.Starved, false) => (double.NegativeInfinity, 0.02),
        (MetricNames.GradientMismatch, false) => (double.NegativeInfinity, 0.2),
        (MetricNames.GradientRatio, false) => (1e-2, double.PositiveInfinity),
        ("positive_share/", true) => (0.1, 0.9),
        _ => null,
    };
}
