using System.Globalization;

namespace QuickStart.Display;

/// <summary>Bars and sparklines as markup.</summary>
internal static class Bars
{
    private const string Levels = "▁▂▃▄▅▆▇█";

    /// <summary>A bar of a share from 0 to 1; no share gives an empty bar.</summary>
    public static string Bar(double share, int width, string color)
    {
        var full = double.IsNaN(share) ? 0 : (int)Math.Round(Math.Clamp(share, 0, 1) * width);
        return $"[{color}]{new string('━', full)}[/][grey30]{new string('─', width - full)}[/]";
    }

    /// <summary>
    /// The course of a value between its least and its greatest; where there are more values than columns, a column
    /// shows the mean of its share of them.
    /// </summary>
    public static string Spark(IReadOnlyList<double> values, int width, string color)
    {
        var columns = Math.Min(width, values.Count);
        var means = Enumerable.Range(0, columns)
            .Select(column => values.Take(From(column)..From(column + 1)).Average())
            .ToArray();
        var (least, greatest) = (means.DefaultIfEmpty().Min(), means.DefaultIfEmpty().Max());
        var line = means.Select(mean => Levels[Level(mean, least, greatest)]);
        return $"[{color}]{string.Concat(line)}[/]{new string(' ', width - columns)}";

        int From(int column) => column * values.Count / columns;
    }

    /// <summary>The same on a logarithmic scale, for values that fall by orders of magnitude.</summary>
    public static string LogSpark(IReadOnlyList<double> values, int width, string color) =>
        Spark([.. values.Select(value => Math.Log10(Math.Max(value, 1e-6)))], width, color);

    /// <summary>A number, or a dash for none.</summary>
    public static string Number(double value, string format) => double.IsNaN(value)
        ? "–"
        : value.ToString(format, CultureInfo.InvariantCulture).Replace(" %", "%", StringComparison.Ordinal);

    private static int Level(double value, double least, double greatest) => greatest > least
        ? (int)Math.Round((value - least) / (greatest - least) * (Levels.Length - 1))
        : 0;
}
