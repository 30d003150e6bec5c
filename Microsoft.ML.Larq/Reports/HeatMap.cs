using System.Globalization;
using System.Xml.Linq;

namespace Microsoft.ML.Larq.Reports;

/// <summary>A cell for each layer and epoch: the fuller its colour, the larger the value.</summary>
internal static class HeatMap
{
    private const int MostColumns = 100;
    private const double Row = 22;
    private const double Right = 14;
    private const double Foot = 62;
    private const double Letter = 7.3;
    private const int MostLetters = 30;
    private const double Faintest = 0.06;

    public static XElement Of(string title, IReadOnlyList<Series> layers, Scale scale)
    {
        var epochs = layers.Max(layer => layer.Values.Count);
        var size = Math.Max(1, (epochs + MostColumns - 1) / MostColumns);
        var columns = Math.Max(1, (epochs + size - 1) / size);
        var left = 14 + (Letter * Math.Min(MostLetters, layers.Max(layer => layer.Name.Length)));
        var cell = (LineChart.Half - left - Right) / columns;
        var height = Row * layers.Count;
        var content = new List<object>();
        foreach (var (index, layer) in layers.Index())
        {
            content.Add(Html.Shape(
                "text", Html.Is("x", left - 8), Html.Is("y", (Row * index) + 15), Html.Is("text-anchor", "end"),
                Html.Tip(layer.Name), Short(layer.Name)));
            content.AddRange(layer.Values.Chunk(size).Select((values, column) => Cell(
                layer.Name, values, (column * size) + 1, left + (cell * column), Row * index, cell, scale)));
        }

        foreach (var epoch in LineChart.EpochTicks(epochs))
        {
            var x = left + (cell * (((epoch - 1) / size) + 0.5));
            content.Add(Html.Text(x, height + 15, "middle", epoch.ToString(CultureInfo.InvariantCulture)));
        }

        content.Add(Html.Text(left - 8, height + 15, "end", "epoch"));
        content.AddRange(Key(left, height + 34, scale));
        return Html.Tag(
            "figure", "chart",
            Html.Tag("h3", null, title), Html.Picture(title, LineChart.Half, height + Foot, content));
    }

    private static XElement Cell(
        string name, double[] values, int first, double x, double y, double width, Scale scale)
    {
        var measured = values.Where(double.IsFinite).ToArray();
        var mean = measured.Length == 0 ? double.NaN : measured.Average();
        var epochs = values.Length == 1 ? $"epoch {first}" : $"epochs {first} to {first + values.Length - 1}, mean";
        return Html.Shape(
            "rect", Html.Is("class", double.IsNaN(mean) ? "none" : "cell"),
            Html.Is("x", x), Html.Is("y", y + 1),
            Html.Is("width", Math.Max(0.5, width - (width > 6 ? 1 : 0))), Html.Is("height", Row - 2),
            double.IsNaN(mean) ? null : Html.Is("fill-opacity", Fullness(scale.At(mean))),
            Html.Tip($"{name}, {epochs}: {Html.Value(mean)}"));
    }

    // A strip from the least to the largest colour, with the values that they stand for.
    private static IEnumerable<XElement> Key(double left, double y, Scale scale)
    {
        const int Steps = 24;
        const double Wide = 192;
        for (var i = 0; i < Steps; i++)
        {
            yield return Html.Shape(
                "rect", Html.Is("class", "cell"), Html.Is("x", left + (Wide / Steps * i)), Html.Is("y", y),
                Html.Is("width", Wide / Steps), Html.Is("height", 8),
                Html.Is("fill-opacity", Fullness((double)i / (Steps - 1))));
        }

        foreach (var tick in new[] { scale.Ticks[0], scale.Ticks[^1] })
            yield return Html.Text(left + (Wide * scale.At(tick)), y + 22, "middle", Scale.Label(tick));
    }

    private static double Fullness(double share) => Faintest + ((1 - Faintest) * share);

    private static string Short(string name) =>
        name.Length <= MostLetters ? name : $"{name[..(MostLetters / 2)]}…{name[^((MostLetters / 2) - 1)..]}";
}
