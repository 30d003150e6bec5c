namespace Microsoft.ML.Larq.Progress.Faults;

/// <summary>Every rule; a new one is a row here. A fault that explains others comes before them.</summary>
internal static class FaultRules
{
    private static readonly IFaultRule[] Rows =
    [
        new HighRateRule(),
        new StarvedAtStartRule(),
        new SmallBatchRule(),
        new CollapsedRule(),
        new OneSidedRule(),
        new StarvedRule(),
        new WindowRule(),
        new FrozenRule(),
        new OscillatingRule(),
        new LargestClassRule(),
        new TooShortRule(),
        new NotLearningRule(),
        new ValidationDiffersRule(),
        new OverfittingRule(),
        new NoisyLabelsRule(),
        new OverconfidentRule(),
        new FewStepsRule(),
    ];

    /// <summary>What those find that are certain at a moment.</summary>
    /// <param name="view">The training so far.</param>
    /// <param name="moment">The moment; at the end all are.</param>
    public static IEnumerable<Finding> Find(FaultView view, Moments moment) => Rows
        .Where(rule => moment == Moments.End || rule.Certain.HasFlag(moment))
        .SelectMany(rule => rule.Find(view));
}
