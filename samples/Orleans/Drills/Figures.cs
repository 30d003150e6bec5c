using System.Globalization;

namespace OrleansSample.Drills;

/// <summary>A line of a table: how many answers came in some time, and how long they took.</summary>
internal sealed record Figures(int Count, double Rate, double Median, double Late, double Longest, int Again, int Lost)
{
    public const string Head = """
        | | requests | a second | p50 | p99 | longest | sent again | lost or wrong |
        |---|---:|---:|---:|---:|---:|---:|---:|
        """;

    public static Figures Of(IEnumerable<Answer> all, TimeSpan from, TimeSpan to)
    {
        var answers = all.Where(answer => answer.Came >= from && answer.Came < to).ToArray();
        var times = answers.Select(answer => answer.Took.TotalMilliseconds).Order().ToArray();
        return new Figures(
            times.Length, times.Length / (to - from).TotalSeconds, At(times, 0.5), At(times, 0.99), At(times, 1),
            answers.Count(answer => answer.Attempts > 1),
            answers.Count(answer => answer.Attempts == 0 || !answer.IsRight));
    }

    public string Line(string name) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {Count:N0} | {Rate:N0} | {Median:F2} ms | {Late:F2} ms | {Longest:F0} ms | {Again} | {Lost} |");

    private static double At(double[] sorted, double share) =>
        sorted.Length == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * share)];
}
