using System.Xml.Linq;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Reports;

/// <summary>A metric of the layers: a heat map, lines, and how to read them.</summary>
internal sealed record LayerMetricSection(string Prefix, string Title, string Meaning, bool Logarithmic)
{
    private static readonly LayerMetricSection[] Known =
    [
        new(
            MetricNames.FlipRatio,
            "Flip ratio",
            "The share of a layer's binary weights that change sign from one batch to the next. "
            + "Healthy: it falls over the epochs, often by a power of ten or more, as the signs settle. "
            + "Near zero from the start: the layer is frozen; raise its rate or lower its threshold. "
            + "High to the end: it oscillates; lower the rate or let it fall.",
            true),
        new(
            MetricNames.GradientFlow,
            "Gradient flow",
            "The share of elements whose gradient gets through the quantizer; .input is the layer's input, the others "
            + "are kernels. Healthy: it stays well above zero in every layer. Near zero: values lie outside the "
            + "quantizer's window and no longer learn; clip latent weights, normalize the input, or widen the window.",
            false),
    ];

    /// <summary>The sections of a history, and any other metric of layers that it has.</summary>
    public static IEnumerable<XElement> Of(TrainingHistory history)
    {
        var groups = history.Names.Where(name => name.Contains('/', StringComparison.Ordinal))
            .GroupBy(name => name[..(name.IndexOf('/', StringComparison.Ordinal) + 1)]).ToArray();
        return groups.Select(group => (Known.FirstOrDefault(section => section.Prefix == group.Key)
            ?? new LayerMetricSection(group.Key, group.Key.TrimEnd('/'), "", false)).Section(history, group));
    }

    private XElement Section(TrainingHistory history, IEnumerable<string> names)
    {
        var layers = names.Select(name => new Series(name[Prefix.Length..], history[name])).ToArray();
        var values = layers.SelectMany(layer => layer.Values).ToArray();
        var shares = values.All(value => double.IsNaN(value) || value is >= 0 and <= 1);
        var linear = shares ? Scale.Linear(values, 0, 1) : Scale.Linear(values);
        var scale = Logarithmic ? Scale.Logarithmic(values) : linear;
        return Html.Tag(
            "section", null,
            Html.Tag("h2", null, Title),
            Meaning.Length == 0 ? null : Html.Tag("p", null, Meaning),
            Html.Tag(
                "div", "charts",
                HeatMap.Of($"{Title} by layer and epoch", layers, scale),
                LineChart.Of($"{Title} over the epochs", layers, scale, LineChart.Half)));
    }
}
