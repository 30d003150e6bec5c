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
        new(
            MetricNames.Starved,
            "Starved weights",
            "The share of a layer's latent weights at or beyond the bound within which they learn. Healthy: near zero, "
            + "or slowly rising in a long training. A quarter after one epoch, or half at the end: the window is too "
            + "narrow for the learning rate; widen it or lower the rate.",
            false),
        new(
            MetricNames.GradientMismatch,
            "Gradient mismatch",
            "How far the gradient that the quantizer passes on points from what the loss does when signs change along "
            + "it: 0 is in proportion, 1 unrelated, 2 the opposite. Healthy: well below 0.5. Near 1: the layer learns "
            + "by chance; lower the rate, or try another quantizer.",
            false),
        new(
            MetricNames.GradientRatio,
            "Gradient ratio",
            "The change of the loss that was measured over the one that the gradient predicts. Healthy: above zero, "
            + "and steady; large while latent weights crowd around zero, near 1 when they fill the window. Below zero "
            + "the gradient misleads.",
            false),
    ];

    /// <summary>The sections of a history, and any other metric of layers that it has.</summary>
    public static IEnumerable<XElement> Of(TrainingHistory history)
    {
        var groups = history.Names.Where(MetricNames.IsOfLayer)
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
