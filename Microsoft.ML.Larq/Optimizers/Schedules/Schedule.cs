using Microsoft.ML.Larq.Optimizers.Schedules;

namespace Microsoft.ML.Larq.Optimizers;

/// <summary>A hyperparameter's value over the course of training. A plain number converts to a constant one.</summary>
public abstract partial record Schedule
{
    private protected Schedule()
    {
    }

    /// <summary>The same value throughout.</summary>
    /// <param name="value">A finite number, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public static Schedule Constant(double value) => new ConstantSchedule(Checked(value, nameof(value)));

    /// <summary>
    /// Half a cosine from a value down to a share of it: v·(m + (1 − m)·(1 + cos(π·t))/2) after the share t of all
    /// steps.
    /// </summary>
    /// <remarks>Loshchilov and Hutter 2017, <see href="https://arxiv.org/abs/1608.03983"/>, without restarts.</remarks>
    /// <param name="initial">The value at the first step: finite, at least 0.</param>
    /// <param name="minimum">The share m that is left at the end, from 0 to 1; default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static Schedule Cosine(float initial, float minimum = 0f) => minimum is >= 0 and <= 1
        ? new CosineSchedule(Checked(initial, nameof(initial)), minimum)
        : throw new ArgumentOutOfRangeException(nameof(minimum), minimum, "The share left at the end is from 0 to 1.");

    /// <summary>A constant.</summary>
    /// <param name="value">A finite number, at least 0.</param>
    public static implicit operator Schedule(double value) => Constant(value);

    /// <summary>This schedule, read at the first step of each epoch only: the value holds until the next.</summary>
    public Schedule EachEpoch() => new EpochSchedule(this);

    /// <summary>The value for the next step.</summary>
    internal abstract double At(ScheduleTime time);

    private static double Checked(double value, string parameter) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(
            parameter, value, "A scheduled value is a finite number of at least 0.");

    private static float Checked(float value, string parameter) => value >= 0 && float.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(
            parameter, value, "A scheduled value is a finite number of at least 0.");

    private static long CheckedLength(long length, string parameter) => length >= 1
        ? length
        : throw new ArgumentOutOfRangeException(parameter, length, "A number of steps or epochs is at least 1.");

    private static ScheduleUnit CheckedUnit(ScheduleUnit unit) => Enum.IsDefined(unit)
        ? unit
        : throw new ArgumentOutOfRangeException("by", unit, "A schedule goes by Epoch or Step.");
}

internal sealed record ConstantSchedule(double Value) : Schedule
{
    internal override double At(ScheduleTime time) => Value;
}

internal sealed record CosineSchedule(float Initial, float Minimum) : Schedule
{
    internal override double At(ScheduleTime time) =>
        Initial * (Minimum + ((1 - Minimum) * (1 + Math.Cos(Math.PI * time.Step / Math.Max(time.Steps, 1))) / 2));
}

internal sealed record EpochSchedule(Schedule Inner) : Schedule
{
    internal override double At(ScheduleTime time) =>
        Inner.At(time with { Step = time.Step / time.StepsPerEpoch * time.StepsPerEpoch });
}
