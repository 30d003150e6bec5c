using System.Collections;
using System.Globalization;
using Microsoft.ML.Larq.Model;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Optimizers.Schedules;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>
/// All that can be seen of a value, as text: a checkpoint's options are compared by it with those of the training that
/// goes on. What a person reads of them is <see cref="OptionText"/>'s.
/// </summary>
/// <param name="steps">Steps of the whole training.</param>
/// <param name="stepsPerEpoch">Batches per epoch.</param>
internal sealed class ComparableText(long steps, long stepsPerEpoch)
{
    private const int SchedulePoints = 16;

    /// <summary>
    /// A value's type and properties, all the way down; a schedule is what it gives at 17 points of training, so that
    /// one made of a function is compared by what it does. What another function does cannot be seen.
    /// </summary>
    public string Of(object? value) => value switch
    {
        null => "none",
        string text => $"'{text}'",
        Schedule schedule =>
            $"({string.Join(", ", Enumerable.Range(0, SchedulePoints + 1).Select(i => Of(At(schedule, i))))})",
        Hyperparameter hyperparameter => Of(hyperparameter.Constant ?? (object)hyperparameter.Schedule),
        Delegate => "a function",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        bool flag => flag.ToString(),
        IEnumerable values => $"[{string.Join(", ", values.Cast<object?>().Select(Of))}]",
        _ => $"{value.GetType().Name}({string.Join(", ", Properties(value))})",
    };

    private IEnumerable<string> Properties(object value) => PublicProperties.Of(value)
        .OrderBy(property => property.Name, StringComparer.Ordinal)
        .Select(property => $"{property.Name} {Of(property.Value)}");

    private double At(Schedule schedule, int point) =>
        schedule.At(new ScheduleTime(Math.Max(0, steps - 1) * point / SchedulePoints, steps, stepsPerEpoch));
}
