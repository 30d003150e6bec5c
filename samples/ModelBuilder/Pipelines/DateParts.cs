using System.Globalization;
using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Pipelines;

/// <summary>
/// A date in parts, computed in the model itself: days since the beginning of 2000, the month, its day, the day of the
/// week from Monday = 0 and, where there is a time of day, hours. All are missing where the text is no such date.
/// </summary>
internal sealed class DateParts(string format)
{
    private readonly DatePlaces _places = new(format);

    // Days before 2000-01-01 in a calendar whose years begin in March, as the formula counts them.
    private const int Before2000 = 730_426;

    /// <summary>The steps for a column, and what they make.</summary>
    public static (IReadOnlyList<Step> Steps, IReadOnlyList<string> Made) Of(
        RecipeColumn column, PipelineColumns columns)
    {
        var (parts, text) = (new DateParts(column.Format!), columns.Of(column));
        var days = columns.Add(column, "Days");
        var steps = new List<Step>
        {
            new Computed(days, parts.Days, text, "Days since the beginning of 2000."),
            new Computed(columns.Add(column, "Month"), parts.Part("m"), text, "The month."),
            new Computed(columns.Add(column, "Day"), parts.Part("d"), text, "The day of the month."),
            new Computed(columns.Add(column, "Weekday"), Weekday, days, "The day of the week, Monday is 0."),
        };
        if (parts.HasTime)
            steps.Add(new Computed(columns.Add(column, "Hour"), parts.Hours, text, "The hour, with its minutes."));
        return (steps, [.. steps.Cast<Computed>().Select(step => step.Output)]);
    }

    private bool HasTime => format.Contains('H');

    // The year begins in March, so that a leap day is its last: then days before a month are a straight line's floor.
    private string Days => Valid(
        """
        with(a = m < 3 ? y - 1 : y, b = m < 3 ? m + 9 : m - 3;
            365 * a + floor(a / 4) - floor(a / 100) + floor(a / 400) + floor((153 * b + 2) / 5) + d
        """
        + string.Create(CultureInfo.InvariantCulture, $" - {Before2000})"));

    private static string Weekday => "x => x + 5 - 7 * floor((x + 5) / 7)";

    private string Hours =>
        Formula($"with(h = {_places.Number('H')}, n = {_places.Number('m')}; "
            + "h >= 0 and h <= 24 and n >= 0 and n <= 59 ? h + n / 60 : 0f/0f)");

    private string Part(string name) => Valid(name);

    // What is no number is NaN, and NaN is in no range.
    private string Valid(string value) =>
        Formula($"with(y = {_places.Number('y')}, m = {_places.Number('M')}, d = {_places.Number('d')}; "
            + $"y >= 1 and m >= 1 and m <= 12 and d >= 1 and d <= 31 ? {string.Join(' ', Words(value))} : 0f/0f)");

    private string Formula(string value) => $"x => {_places.With(value)}";

    private static string[] Words(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
