using System.Collections.Immutable;
using Microsoft.ML.Larq.Optimizers.Schedules;

namespace Microsoft.ML.Larq.Optimizers;

public abstract partial record Schedule
{
    /// <summary>A value that changes at given epochs or steps and holds between.</summary>
    /// <param name="initial">The value at the start: finite, at least 0.</param>
    /// <param name="by">What the positions count.</param>
    /// <param name="changes">
    /// From when which value holds; positions at least 1 and rising, values finite, at least 0.
    /// </param>
    /// <exception cref="ArgumentException">A value is out of range, or a position not above the one before.</exception>
    public static Schedule Piecewise(
        float initial, ScheduleUnit by, params IReadOnlyList<(long From, float Value)> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        for (var i = 0; i < changes.Count; i++)
        {
            var before = i == 0 ? 0 : changes[i - 1].From;
            if (changes[i].From <= before)
            {
                throw new ArgumentException(
                    $"A piecewise schedule changes at positions that rise from 1, got {changes[i].From} where at least "
                    + $"{before + 1m} must stand.", nameof(changes));
            }

            Checked(changes[i].Value, nameof(changes));
        }

        return new PiecewiseSchedule(Checked(initial, nameof(initial)), CheckedUnit(by), [.. changes]);
    }

    /// <summary>Schedules one after another; each sees its own part as the whole training, from 0.</summary>
    /// <param name="by">What the lengths count.</param>
    /// <param name="last">What follows when all parts are over, to the end.</param>
    /// <param name="parts">The parts before it and their lengths, each at least 1.</param>
    /// <exception cref="ArgumentException">A length is below 1, or a schedule null.</exception>
    public static Schedule Chain(
        ScheduleUnit by, IReadOnlyList<(Schedule Schedule, long Length)> parts, Schedule last)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(last);
        foreach (var (schedule, length) in parts)
        {
            ArgumentNullException.ThrowIfNull(schedule, nameof(parts));
            CheckedLength(length, nameof(parts));
        }

        return new ChainSchedule(CheckedUnit(by), [.. parts], last);
    }

    /// <summary>A function of one's own. Larq: <c>HyperparameterScheduler</c>.</summary>
    /// <param name="value">The value after so many epochs or steps, from 0: finite, at least 0.</param>
    /// <param name="by">What the argument counts; default epochs.</param>
    /// <remarks>
    /// A value out of range ends training with an <see cref="InvalidOperationException"/> that names it.
    /// </remarks>
    public static Schedule Function(Func<long, double> value, ScheduleUnit by = ScheduleUnit.Epoch)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new FunctionSchedule(value, CheckedUnit(by));
    }
}

internal sealed record PiecewiseSchedule(
    float Initial, ScheduleUnit By, ImmutableArray<(long From, float Value)> Changes) : Schedule
{
    internal override double At(ScheduleTime time)
    {
        var now = time.In(By);
        return Changes.LastOrDefault(change => change.From <= now, (0, Initial)).Value;
    }

    // Lists are equal where their members are.
    public bool Equals(PiecewiseSchedule? other) =>
        other is not null && Initial == other.Initial && By == other.By && Changes.SequenceEqual(other.Changes);

    public override int GetHashCode() => Changes.Aggregate(HashCode.Combine(Initial, By), HashCode.Combine);
}

internal sealed record ChainSchedule(
    ScheduleUnit By, ImmutableArray<(Schedule Schedule, long Length)> Parts, Schedule Last) : Schedule
{
    internal override double At(ScheduleTime time)
    {
        foreach (var (schedule, length) in Parts)
        {
            var steps = time.StepsIn(length, By);
            if (time.Step < steps) return schedule.At(time with { Steps = steps });
            time = time with { Step = time.Step - steps, Steps = Math.Max(0, time.Steps - steps) };
        }

        return Last.At(time);
    }

    public bool Equals(ChainSchedule? other) =>
        other is not null && By == other.By && Last == other.Last && Parts.SequenceEqual(other.Parts);

    public override int GetHashCode() => Parts.Aggregate(HashCode.Combine(By, Last), HashCode.Combine);
}

internal sealed record FunctionSchedule(Func<long, double> Value, ScheduleUnit By) : Schedule
{
    internal override double At(ScheduleTime time)
    {
        var now = time.In(By);
        var value = Value(now);
        return value >= 0 && double.IsFinite(value)
            ? value
            : throw new InvalidOperationException(
                $"Option Optimizer: a schedule's function gave {value} at {By.ToString().ToLowerInvariant()} {now}; "
                + "a scheduled value is a finite number of at least 0.");
    }
}
