using System.Globalization;
using System.Xml.Linq;

namespace Microsoft.ML.Larq.Reports;

/// <summary>A cell for each layer and epoch: the fuller its colour, the larger the value.</summary>
internal static class HeatMap
{
    private const int MostColumns = 100;
    private const int LeastColumns = 10;
    private const int MostCells = 10_000;
    private const int MostApart = 40;
    private const int MostLetters = 30;
    private const double Faintest = 0.06;

    /// <summary>A map.</summary>
    /// <param name="title">Its heading.</param>
    /// <param name="layers">The rows, at least one.</param>
    /// <param name="scale">How full a value's colour is.</param>
    /// <param name="band">Healthy values, marked at the key; null where none are known.</param>
    public static XElement Of(string title, IReadOnlyList<Series> layers, Scale scale, Band? band = null)
    {
        var epochs = layers.Max(layer => layer.Values.Count);
        var most = Math.Clamp(MostCells / layers.Count, LeastColumns, MostColumns);
        var size = Math.Max(1, (epochs + most - 1) / most);
        var columns = Math.Max(1, (epochs + size - 1) / size);
        var rows = new List<object>();
        foreach (var layer in layers)
        {
            rows.Add(Html.Tag("span", "name", Html.Is("title", layer.Name), Short(layer.Name)));
            rows.Add(Html.Stretched(
                layer.Name, columns, 1, layer.Values.Chunk(size).Select((values, column) => Cell(
                    layer.Name, values, (column * size) + 1, column, columns <= MostApart ? 0.05 : 0, scale))));
        }

        rows.Add(Html.Tag("span", "name", "epoch"));
        rows.Add(Html.Tag("div", "xs", EpochTicks.Of(epochs).Select(epoch => Html.Place(
            "left", (((epoch - 1) / size) + 0.5) / columns, epoch.ToString(CultureInfo.InvariantCulture)))));
        return Html.Tag(
            "figure", "chart",
            Html.Tag("h3", null, title), Html.Tag("div", "rows", rows), Key(scale, band));
    }

    /// <summary>A name that leaves room for its row.</summary>
    public static string Short(string name) =>
        name.Length <= MostLetters ? name : $"{name[..(MostLetters / 2)]}…{name[^((MostLetters / 2) - 1)..]}";

    private static XElement Cell(string name, double[] values, int first, int column, double apart, Scale scale)
    {
        var measured = values.Where(double.IsFinite).ToArray();
        var mean = measured.Length == 0 ? double.NaN : measured.Average();
        var epochs = values.Length == 1 ? $"epoch {first}" : $"epochs {first} to {first + values.Length - 1}, mean";
        var tip = Html.Tip($"{name}, {epochs}: {Html.Value(mean)}");
        var place = new object[]
        {
            Html.Is("x", column + apart), Html.Is("y", 0.05), Html.Is("width", 1 - (2 * apart)), Html.Is("height", 0.9),
        };
        if (double.IsNaN(mean)) return Html.Shape("rect", Html.Is("class", "none"), place, tip);
        return scale.IsAtZeroMark(mean)
            ? Html.Shape(
                "g", null, Html.Shape("rect", Html.Is("class", "zero"), place, tip),
                Html.Line("zeroline", column + 0.25, 0.5, column + 0.75, 0.5))
            : Html.Shape(
                "rect", Html.Is("class", "cell"), place, Html.Is("fill-opacity", Fullness(scale.At(mean))), tip);
    }

    // A strip from the least to the largest colour, with the values that they stand for.
    private static XElement Key(Scale scale, Band? band)
    {
        const int Steps = 24;
        var strip = Enumerable.Range(0, Steps).Select(i => (object)Html.Shape(
            "rect", Html.Is("class", "cell"), Html.Is("x", (double)i), Html.Is("y", 0.0),
            Html.Is("width", 1.0), Html.Is("height", 10.0),
            Html.Is("fill-opacity", Fullness((double)i / (Steps - 1)))));
        var mark = band?.On(scale) is var (low, high)
            ? new object[]
            {
                Html.Shape(
                    "rect", Html.Is("class", "bandmark"), Html.Is("x", Steps * low), Html.Is("y", 12.0),
                    Html.Is("width", Steps * (high - low)), Html.Is("height", 3.0), Html.Tip($"healthy: {band}")),
            }
            : [];
        return Html.Tag(
            "div", "key",
            Html.Stretched("key", Steps, 15, [.. strip, .. mark]),
            Html.Tag("div", "xs", Ends(scale).Select(tick => Html.Place("left", scale.At(tick), Scale.Label(tick)))));
    }

    private static IEnumerable<double> Ends(Scale scale) => scale.IsLogarithmic
        ? scale.Ticks.Where((_, index) => index is 0 || (scale.Ticks.Count - 1 - index) % 2 == 0)
        : [scale.Ticks[0], scale.Ticks[^1]];

    private static double Fullness(double share) => Faintest + ((1 - Faintest) * share);
}
