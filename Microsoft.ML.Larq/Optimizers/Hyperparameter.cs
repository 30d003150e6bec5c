using Microsoft.ML.Larq.Optimizers.Schedules;

namespace Microsoft.ML.Larq.Optimizers;

/// <summary>A number that an optimizer works with: mostly the same throughout, but it may have a schedule.</summary>
/// <param name="Name">What it is called where it is reported.</param>
/// <param name="Schedule">Its values.</param>
/// <param name="Default">What <see cref="Optimize"/> takes where nobody says it.</param>
/// <param name="Range">Which values it may have.</param>
internal sealed record Hyperparameter(string Name, Schedule Schedule, double Default, ValueRange Range)
{
    /// <summary>Its value where that never changes, otherwise null.</summary>
    public double? Constant => (Schedule as ConstantSchedule)?.Value;

    /// <summary>The hyperparameter of an argument.</summary>
    /// <param name="schedule">The argument.</param>
    /// <param name="plain">The value that it has by default.</param>
    /// <param name="range">Which values it may have; schedules give none below 0 anyway.</param>
    /// <param name="optimizer">What the optimizer is called.</param>
    /// <param name="parameter">What the argument is called.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is the same throughout, and out of range.</exception>
    public static Hyperparameter Of(
        Schedule? schedule, double plain, ValueRange range, string optimizer, string parameter)
    {
        var name = $"{char.ToUpperInvariant(parameter[0])}{parameter[1..]}";
        var made = new Hyperparameter(name, schedule ?? plain, plain, range);
        return made.Constant is not { } value || range.Has(value)
            ? made
            : throw new ArgumentOutOfRangeException(parameter, value, $"{optimizer}'s {parameter} is {range.Words}.");
    }

    /// <summary>Its value for the next step.</summary>
    /// <exception cref="InvalidOperationException">Its schedule gave one that is out of range.</exception>
    public double At(ScheduleTime time)
    {
        var value = Schedule.At(time);
        return Range.Has(value)
            ? value
            : throw new InvalidOperationException(
                $"Option Optimizer: the schedule of {Name} gave {value} at step {time.Step}; it is {Range.Words}.");
    }
}
