namespace Microsoft.ML.Larq.Reports;

/// <summary>A page that needs nothing but itself: no script, no font, no picture from elsewhere.</summary>
internal static class HtmlReport
{
    /// <summary>The page of one model.</summary>
    public static string Of(ReportContent content) => Page(content.Title, Sections(content));

    /// <summary>A page of sections.</summary>
    public static string Page(string title, params object?[] sections)
    {
        var page = Html.Tag(
            "html", null,
            Html.Is("lang", "en"),
            Html.Tag(
                "head", null,
                Html.Shape("meta", Html.Is("charset", "utf-8")),
                Html.Shape(
                    "meta", Html.Is("name", "viewport"), Html.Is("content", "width=device-width, initial-scale=1")),
                Html.Shape(
                    "meta", Html.Is("http-equiv", "Content-Security-Policy"),
                    Html.Is("content", "default-src 'none'; style-src 'unsafe-inline'")),
                Html.Tag("title", null, title),
                Html.Tag("style", null, ReportStyle.Css)),
            Html.Tag("body", null, Html.Tag("main", null, sections)));
        return $"<!DOCTYPE html>\n{Html.Written(page)}\n";
    }

    private static object?[] Sections(ReportContent content) =>
    [
        Html.Tag("h1", null, content.Title),
        Html.Tag("dl", "facts", content.Facts.Select(fact => Html.Tag(
            "div", null, Html.Tag("dt", null, fact.Name), Html.Tag("dd", null, fact.Value)))),
        WarningList.Of(content.History.Warnings),
        Tiles.Of(content),
        .. content.History.Epochs == 0
            ? [Html.Tag("p", null, "Training reported no epoch.")]
            : (object?[])[Curves.Of(content), .. LayerMetricSection.Of(content), HistogramSection.Of(content)],
        EvaluationSection.Of(content),
        .. NetworkSection.Of(content),
        OptionTable.Of(content),
        ValueTables.Of(content),
    ];
}
