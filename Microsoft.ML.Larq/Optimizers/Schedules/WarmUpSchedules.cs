using Microsoft.ML.Larq.Optimizers.Schedules;

namespace Microsoft.ML.Larq.Optimizers;

public abstract partial record Schedule
{
    /// <summary>
    /// Rises in a straight line from 0 to the first value of another schedule, then follows that one.
    /// </summary>
    /// <remarks>
    /// Step s of W warm-up steps has the value p·s / (W − 1), where p is the first value of the other schedule; so the
    /// last of them reaches p. The other schedule starts when the warm-up ends.
    /// </remarks>
    /// <param name="length">Epochs or steps of warm-up, at least 1.</param>
    /// <param name="then">What follows.</param>
    /// <param name="by">What the length counts; default epochs. The value rises with every step either way.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static Schedule WarmUp(long length, Schedule then, ScheduleUnit by = ScheduleUnit.Epoch)
    {
        ArgumentNullException.ThrowIfNull(then);
        return new WarmUpSchedule(CheckedLength(length, nameof(length)), then, CheckedUnit(by));
    }

    /// <summary>Larq Zoo's QuickNet: a straight line from 0 to a peak, then half a cosine down to 0.</summary>
    /// <remarks>
    /// With W steps of warm-up of D in all, step s has peak·s / (W − 1) before W, then peak·(1 + cos(π·u / U)) / 2 with
    /// U = D − W − 1 and u = min(s − W, U): the last step is at 0.
    /// </remarks>
    /// <param name="peak">The largest value: finite, at least 0.</param>
    /// <param name="warmUp">Epochs or steps of warm-up, at least 1; QuickNet has 5 epochs.</param>
    /// <param name="by">What the warm-up counts; default epochs.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static Schedule WarmUpCosine(float peak, long warmUp, ScheduleUnit by = ScheduleUnit.Epoch) =>
        new WarmUpSchedule(
            CheckedLength(warmUp, nameof(warmUp)),
            new ClosedCosineSchedule(Checked(peak, nameof(peak))), CheckedUnit(by));
}

internal sealed record WarmUpSchedule(long Length, Schedule Then, ScheduleUnit By) : Schedule
{
    internal override double At(ScheduleTime time)
    {
        var length = time.StepsIn(Length, By);
        var after = time with { Step = Math.Max(0, time.Step - length), Steps = Math.Max(0, time.Steps - length) };
        var value = Then.At(after);
        return time.Step < length - 1 ? value * time.Step / (length - 1) : value;
    }
}

/// <summary>A cosine whose last step, not the one after it, is at 0.</summary>
internal sealed record ClosedCosineSchedule(float Peak) : Schedule
{
    internal override double At(ScheduleTime time)
    {
        var last = Math.Max(1, time.Steps - 1);
        return Peak * (1 + Math.Cos(Math.PI * Math.Min(time.Step, last) / last)) / 2;
    }
}
