using System.Xml.Linq;

namespace Microsoft.ML.Larq.Reports;

/// <summary>Texts of several runs: what differs beside one another and marked, what is the same folded.</summary>
internal static class SideBySide
{
    /// <summary>A table, and another to unfold.</summary>
    /// <param name="heading">What the rows are.</param>
    /// <param name="runs">What the runs are called.</param>
    /// <param name="rows">What each row is called, and its text in each run; null where a run has none.</param>
    public static IEnumerable<XElement> Of(
        string heading, IReadOnlyList<string> runs, IEnumerable<(string Name, string?[] Texts)> rows)
    {
        var sorted = rows.ToLookup(row => row.Texts.Distinct().Count() > 1);
        if (sorted[true].Any()) yield return Table(heading, runs, sorted[true]);
        var same = sorted[false].ToArray();
        if (same.Length == 0) yield break;
        yield return Html.Tag(
            "details", "folded",
            Html.Tag("summary", null, $"{same.Length} the same in all runs"),
            Html.Table([heading, "All runs"], same.Select(row => (string[])[row.Name, row.Texts[0] ?? "–"]),
                column => false));
    }

    /// <summary>One table; cells that differ from the first run's are marked.</summary>
    /// <param name="heading">What the rows are.</param>
    /// <param name="runs">What the runs are called.</param>
    /// <param name="rows">The rows.</param>
    public static XElement Table(
        string heading, IReadOnlyList<string> runs, IEnumerable<(string Name, string?[] Texts)> rows) => Html.Tag(
        "div", "wide",
        Html.Tag(
            "table", "sides",
            Html.Tag("thead", null, Html.Tag(
                "tr", null, Html.Tag("th", null, heading), runs.Select(run => Html.Tag("th", null, run)))),
            Html.Tag("tbody", null, rows.Select(row => Html.Tag(
                "tr", null,
                Html.Tag("td", null, row.Name),
                row.Texts.Select(text => Html.Tag(
                    "td", text == row.Texts[0] ? null : "differs", text ?? "–")))))));

    /// <summary>Rows of what each run has its own list of, in the order of the first run that has it.</summary>
    /// <param name="runs">The lists.</param>
    public static IEnumerable<(string Name, string?[] Texts)> Rows(
        IReadOnlyList<IEnumerable<(string Name, string Value)>> runs)
    {
        var lists = runs.Select(run => run.DistinctBy(one => one.Name)
            .ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal)).ToArray();
        return runs.SelectMany(run => run.Select(one => one.Name)).Distinct(StringComparer.Ordinal)
            .Select(name => (name, lists.Select(list => list.GetValueOrDefault(name)).ToArray()));
    }
}
