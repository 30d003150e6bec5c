namespace Microsoft.ML.Larq.Optimizers.Schedules;

/// <summary>Where training stands: what a schedule is read at.</summary>
/// <param name="Step">Steps done, from 0.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="StepsPerEpoch">Batches in an epoch, at least 1.</param>
internal readonly record struct ScheduleTime(long Step, long Steps, long StepsPerEpoch = 1)
{
    /// <summary>Steps done, or whole epochs done.</summary>
    public long In(ScheduleUnit unit) => unit == ScheduleUnit.Step ? Step : Step / StepsPerEpoch;

    /// <summary>How many steps so many units are.</summary>
    public long StepsIn(long units, ScheduleUnit unit) => unit == ScheduleUnit.Step ? units
        : units > long.MaxValue / StepsPerEpoch ? long.MaxValue
        : units * StepsPerEpoch;
}
