using System.Globalization;
using System.Xml.Linq;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Reports;

/// <summary>Makes elements that are well-formed as XML and read the same as HTML.</summary>
internal static class Html
{
    /// <summary>An element of HTML; one without content still gets an end tag, which HTML wants.</summary>
    public static XElement Tag(string name, string? kind, params object?[] content)
    {
        var element = new XElement(name, kind is null ? null : new XAttribute("class", kind), content);
        if (element.IsEmpty) element.Value = "";
        return element;
    }

    /// <summary>A shape of SVG, or a group of them.</summary>
    public static XElement Shape(string name, params object?[] content) => new(name, content);

    /// <summary>An attribute; numbers are written to a hundredth.</summary>
    public static XAttribute Is(string name, object value) => new(name, value switch
    {
        double number => Number(number),
        _ => value,
    });

    /// <summary>What is shown while the mouse rests on a shape.</summary>
    public static XElement Tip(string text) => new("title", text);

    public static XElement Line(string kind, double x1, double y1, double x2, double y2) =>
        Shape("line", Is("class", kind), Is("x1", x1), Is("y1", y1), Is("x2", x2), Is("y2", y2));

    /// <summary>A picture without letters that takes any width and height.</summary>
    public static XElement Stretched(string label, double width, double height, IEnumerable<object> content) => Shape(
        "svg",
        Is("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width:0} {height:0}")),
        Is("preserveAspectRatio", "none"),
        Is("role", "img"),
        Is("aria-label", label),
        content);

    /// <summary>Letters at a share of the length of an axis; <paramref name="from"/> is left or bottom.</summary>
    public static XElement Place(string from, double share, string text) =>
        Tag("span", null, Is("style", $"{from}:{Number(100 * share)}%"), text);

    /// <summary>Rows of cells below a heading; columns of <paramref name="numbers"/> are aligned right.</summary>
    public static XElement Table(
        string[] heading, IEnumerable<string[]> rows, Func<int, bool> numbers, bool totals = false)
    {
        var all = rows.ToArray();
        XElement Row(string[] cells, string cell, string? kind) => Tag("tr", kind, cells.Select((text, column) =>
            Tag(cell, numbers(column) ? "number" : null, text)));
        return Tag("div", "wide", Tag(
            "table", null,
            Tag("thead", null, Row(heading, "th", null)),
            Tag("tbody", null, all.Select((row, index) =>
                Row(row, "td", totals && index == all.Length - 1 ? "total" : null)))));
    }

    /// <summary>Text as HTML: names that people gave are shown and never read as markup.</summary>
    public static string Written(XElement page)
    {
        foreach (var text in page.DescendantNodes().OfType<XText>()) text.Value = VisibleText.Of(text.Value);
        foreach (var attribute in page.DescendantsAndSelf().Attributes())
            attribute.Value = VisibleText.Of(attribute.Value);
        return page.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>Four significant digits; a dash for what is not a number.</summary>
    public static string Value(double value) =>
        double.IsNaN(value) ? "–" : value.ToString("G4", CultureInfo.InvariantCulture);

    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>All digits in groups of three.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share from 0 to 1 in hundredths, to a tenth.</summary>
    public static string Percent(double share) =>
        double.IsNaN(share) ? "–" : share.ToString("0.#%", CultureInfo.InvariantCulture);
}
