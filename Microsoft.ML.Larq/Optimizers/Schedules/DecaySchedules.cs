using Microsoft.ML.Larq.Optimizers.Schedules;

namespace Microsoft.ML.Larq.Optimizers;

public abstract partial record Schedule
{
    /// <summary>Falls by a factor every so often: v·f^⌊t / every⌋.</summary>
    /// <param name="initial">v, the value at the start: finite, at least 0.</param>
    /// <param name="factor">f: finite, at least 0.</param>
    /// <param name="every">Epochs or steps between two falls, at least 1.</param>
    /// <param name="by">What t counts; default epochs.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static Schedule StepDecay(float initial, float factor, long every, ScheduleUnit by = ScheduleUnit.Epoch) =>
        new StepDecaySchedule(
            Checked(initial, nameof(initial)), Checked(factor, nameof(factor)), CheckedLength(every, nameof(every)),
            CheckedUnit(by));

    /// <summary>Falls smoothly by a factor: v·f^(t / over).</summary>
    /// <param name="initial">v, the value at the start: finite, at least 0.</param>
    /// <param name="factor">f, what is left after <paramref name="over"/>: finite, at least 0.</param>
    /// <param name="over">Epochs or steps in which the value falls by the factor, at least 1.</param>
    /// <param name="by">What t counts; default epochs.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static Schedule Exponential(float initial, float factor, long over, ScheduleUnit by = ScheduleUnit.Epoch) =>
        new ExponentialSchedule(
            Checked(initial, nameof(initial)), Checked(factor, nameof(factor)), CheckedLength(over, nameof(over)),
            CheckedUnit(by));

    /// <summary>Falls ever more slowly: v / (1 + r·t / over). Keras: <c>InverseTimeDecay</c>.</summary>
    /// <param name="initial">v, the value at the start: finite, at least 0.</param>
    /// <param name="rate">r: finite, at least 0.</param>
    /// <param name="over">Epochs or steps to which the rate belongs, at least 1.</param>
    /// <param name="by">What t counts; default epochs.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static Schedule InverseTime(float initial, float rate, long over, ScheduleUnit by = ScheduleUnit.Epoch) =>
        new InverseTimeSchedule(
            Checked(initial, nameof(initial)), Checked(rate, nameof(rate)), CheckedLength(over, nameof(over)),
            CheckedUnit(by));

    /// <summary>A straight line over the whole training: v + (w − v)·t after the share t of all steps.</summary>
    /// <param name="initial">v, the value at the first step: finite, at least 0.</param>
    /// <param name="final">w, the value after the last step: finite, at least 0; default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static Schedule Linear(float initial, float final = 0f) =>
        new LinearSchedule(Checked(initial, nameof(initial)), Checked(final, nameof(final)));
}

internal sealed record StepDecaySchedule(float Initial, float Factor, long Every, ScheduleUnit By) : Schedule
{
    internal override double At(ScheduleTime time) => Initial * Math.Pow(Factor, time.In(By) / Every);
}

internal sealed record ExponentialSchedule(float Initial, float Factor, long Over, ScheduleUnit By) : Schedule
{
    internal override double At(ScheduleTime time) => Initial * Math.Pow(Factor, (double)time.In(By) / Over);
}

internal sealed record InverseTimeSchedule(float Initial, float Rate, long Over, ScheduleUnit By) : Schedule
{
    internal override double At(ScheduleTime time) => Initial / (1 + (Rate * (double)time.In(By) / Over));
}

internal sealed record LinearSchedule(float Initial, float Final) : Schedule
{
    internal override double At(ScheduleTime time) =>
        Initial + (((double)Final - Initial) * time.Step / Math.Max(time.Steps, 1));
}
