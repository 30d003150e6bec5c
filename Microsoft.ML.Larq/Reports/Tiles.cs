using System.Xml.Linq;
using Microsoft.ML.Larq.Networks.Summary;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Reports;

/// <summary>What the training reached, and what the model takes, in large letters.</summary>
internal static class Tiles
{
    private const int MostResults = 10;

    public static XElement Of(ReportContent content)
    {
        var (history, summary, packed) = (content.History, content.Summary, content.Packed);
        var places = new LayerPlaces(summary);
        return Html.Tag(
            "div", "tiles",
            history.Names.Where(name => IsResult(name, places)).Take(MostResults)
                .Select(name => new Series(name, history[name]))
                .Select(value => Tile(value.Name, value.Last, Best(value))),
            Tile(
                "Model size",
                SummaryFormat.Memory(summary.MemoryBits),
                $"{SummaryFormat.Memory(summary.Float32MemoryBits)} as floats"),
            Tile(
                "MACs on packed bits",
                packed.Macs == 0 ? "–" : Html.Percent((double)packed.PackedMacs / packed.Macs),
                $"of {SummaryFormat.Count(packed.Macs)} a row"));
    }

    /// <summary>Values of the whole network that training reaches; a learning rate is set, not reached.</summary>
    public static bool IsResult(string name, LayerPlaces places) => !places.IsOfLayer(name)
        && name.Split('/')[0] is not (MetricNames.LearningRate or "Threshold" or "Gamma");

    /// <summary>The best value and its epoch; of a value of which nobody says what is best, its range.</summary>
    public static string Best(Series value)
    {
        var measured = value.Measured.ToArray();
        if (measured.Length == 0) return "not measured";
        var (least, most) = (measured.MinBy(point => point.Value), measured.MaxBy(point => point.Value));
        if (value.Name.EndsWith(MetricNames.Loss, StringComparison.Ordinal)
            || value.Name.EndsWith(MetricNames.RootMeanSquaredError, StringComparison.Ordinal))
            return Text(least);
        return value.Name.EndsWith(MetricNames.Accuracy, StringComparison.Ordinal)
            || value.Name.EndsWith(MetricNames.RSquared, StringComparison.Ordinal)
            ? Text(most)
            : $"{Html.Value(least.Value)} to {Html.Value(most.Value)}";
    }

    private static string Text((int Epoch, double Value) best) =>
        $"best {Html.Value(best.Value)} in epoch {best.Epoch}";

    private static XElement Tile(string name, string value, string note) => Html.Tag(
        "div", "tile", Html.Tag("span", null, name), Html.Tag("b", null, value), Html.Tag("span", null, note));
}
