using System.Globalization;

namespace Larq.ModelBuilder.Recipes;

/// <summary>Numbers that stand for a missing one, as -999.</summary>
internal static class MissingNumbers
{
    /// <summary>The mark which says that numbers without a bound are missing.</summary>
    public const string Infinity = "Infinity";

    private const int Exact = 1 << 24;

    /// <summary>Those among the marks that are numbers.</summary>
    public static IReadOnlyList<decimal> Of(Loading loading) =>
    [
        .. loading.Missing
            .Select(mark => Parse(mark, loading.DecimalMarker)).OfType<decimal>().Distinct().Order(),
    ];

    /// <summary>Whether a mark is no number, or one that a column of numbers holds exactly.</summary>
    public static bool CanBeMark(string mark, char decimalMarker) =>
        Parse(mark, decimalMarker) is not { } number || Fraction(number) is not null;

    /// <summary>The formula that makes them NaN, which is missing; null where there are none.</summary>
    public static string? Formula(Loading loading)
    {
        var marks = Of(loading).Select(number => Fraction(number)!).ToList();
        if (loading.Missing.Contains(Infinity, StringComparer.OrdinalIgnoreCase)) marks.AddRange(["1f/0f", "-1f/0f"]);
        var isMissing = string.Join(" or ", marks.Select(mark => $"x == {mark}"));
        return marks.Count == 0 ? null : $"x => {isMissing} ? 0f/0f : x";
    }

    private static decimal? Parse(string mark, char decimalMarker)
    {
        var text = decimalMarker == ',' ? mark.Replace(',', '.') : mark;
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    // Without a fraction in it, which would be read by the culture: 9.5 is 95f / 10.
    private static string? Fraction(decimal number)
    {
        var scale = 1m;
        while (number != decimal.Truncate(number) && scale < Exact) (number, scale) = (number * 10, scale * 10);
        if (number != decimal.Truncate(number) || Math.Abs(number) > Exact || scale > Exact) return null;
        var text = number.ToString("0", CultureInfo.InvariantCulture);
        return scale == 1 ? text : string.Create(CultureInfo.InvariantCulture, $"float({text}) / {scale:0}");
    }
}
