namespace Larq.ModelBuilder.Recipes;

/// <summary>The ways of writing a date that a model can take apart: every part has its place.</summary>
internal static class DateFormats
{
    private static readonly string[] Days =
        ["yyyy-MM-dd", "yyyy/MM/dd", "yyyy.MM.dd", "yyyyMMdd", "dd.MM.yyyy", "dd/MM/yyyy", "dd-MM-yyyy", "MM/dd/yyyy",
            "MM-dd-yyyy"];

    private static readonly string[] Times = ["", " HH:mm", " HH:mm:ss", "THH:mm", "THH:mm:ss", "THH:mm:ssZ"];

    // One digit or two, as people write and spreadsheets do.
    private static readonly string[] ShortDays =
        ["d.M.yyyy", "d/M/yyyy", "d-M-yyyy", "M/d/yyyy", "M-d-yyyy", "yyyy-M-d", "yyyy/M/d"];

    private static readonly string[] ShortTimes = ["", " H:mm", " H:mm:ss"];

    /// <summary>
    /// Each as .NET's custom formats have it, apart from T and Z, which stand for themselves; more likely ones first.
    /// Whatever follows a date that is complete is not read, as fractions of a second.
    /// </summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Days.SelectMany(day => Times.Select(time => day + time)),
        .. ShortDays.SelectMany(day => ShortTimes.Select(time => day + time)),
    ];
}
