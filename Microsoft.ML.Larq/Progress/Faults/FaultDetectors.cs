namespace Microsoft.ML.Larq.Progress.Faults;

/// <summary>Finds one kind of fault in what a training reported.</summary>
internal interface IFaultDetector
{
    /// <summary>What it found; nothing in a healthy run.</summary>
    IEnumerable<TrainingWarning> Find(TrainingHistory history);
}

/// <summary>Every detector; a new one is a row here. A fault that explains others comes before them.</summary>
internal static class FaultDetectors
{
    private static readonly IFaultDetector[] Rows =
    [
        new HighRateDetector(),
        new StarvedDetector(),
        new DeadDetector(),
        new FrozenDetector(),
        new OscillatingDetector(),
    ];

    public static TrainingWarning[] Find(TrainingHistory history) =>
        history.Epochs == 0 ? [] : [.. Rows.SelectMany(detector => detector.Find(history))];
}
