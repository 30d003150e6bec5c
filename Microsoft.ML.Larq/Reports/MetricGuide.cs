using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Reports;

/// <summary>How a metric of layers is called, drawn and read.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Meaning">What it is, and what to do about it; may be empty.</param>
/// <param name="Axis">
/// Makes the axis of values: always the same one where it is known what values there are, so that two layers, two
/// charts and two pages can be compared.
/// </param>
internal sealed record MetricGuide(string Title, string Meaning, Func<IEnumerable<double>, Scale> Axis)
{
    private static readonly Dictionary<string, MetricGuide> Known = new(StringComparer.Ordinal)
    {
        [MetricNames.FlipRatio] = new(
            "Flip ratio",
            "The share of a layer's binary weights that change sign from one batch to the next. "
            + "Healthy: it falls over the epochs, often by a power of ten or more, as the signs settle; where the rate "
            + "falls to 0 it does too. Near zero from the start: the layer is frozen; raise its rate or lower its "
            + "threshold. High to the end: it oscillates; lower the rate or let it fall.",
            values => Scale.Logarithmic(values, 1e-5, 1))
        {
            HealthyKernels = Healthy(MetricNames.FlipRatio, false),
        },
        [MetricNames.GradientFlow] = new(
            "Gradient flow",
            "The share of elements whose gradient gets through the quantizer; .input is the layer's input, the others "
            + "are kernels. Healthy: it stays well above zero in every layer. Near zero: values lie outside the "
            + "quantizer's window and no longer learn; clip latent weights, normalize the input, or widen the window.",
            Share)
        {
            HealthyKernels = Healthy(MetricNames.GradientFlow, false),
            HealthyInputs = Healthy(MetricNames.GradientFlow, true),
        },
        ["gradient_arrival/"] = new(
            "Gradient arrival",
            "The share of elements at which a gradient arrives from the layers behind, before the quantizer's window "
            + "drops any. Where it is near zero nothing reaches the layer, and the fault lies behind it; where much "
            + "arrives and little flows on, the window is closed.",
            Share),
        ["positive_share/"] = new(
            "Share of positive inputs",
            "The share of a layer's quantized inputs that are above zero. Healthy: neither all nor none; inputs of one "
            + "sign tell the layer nothing. Normalize before it, or use a thermometer for features that are never "
            + "negative.",
            Share)
        {
            HealthyInputs = new Band(0.01, 0.99),
        },
        ["never_flipped/"] = new(
            "Weights that never flipped",
            "The share of a layer's binary weights that still have the sign they started with. It falls while the "
            + "layer learns; near one, the signs are those of the initializer.",
            Share),
        [MetricNames.Starved] = new(
            "Starved weights",
            "The share of a layer's latent weights at or beyond the bound within which they learn. Healthy: near zero, "
            + "or slowly rising in a long training. A quarter: the window is too "
            + "narrow for the learning rate; widen it or lower the rate.",
            values => Scale.Logarithmic(values, 1e-3, 1))
        {
            HealthyKernels = Healthy(MetricNames.Starved, false),
        },
        [MetricNames.GradientMismatch] = new(
            "Gradient mismatch",
            "How far the gradient that the quantizer passes on points from what the loss does when signs change along "
            + "it: 0 is in proportion, 1 unrelated, 2 the opposite. Near 1: the layer learns by chance; lower the "
            + "rate, or try another quantizer.",
            values => Scale.Linear(values, 0, 2))
        {
            HealthyKernels = Healthy(MetricNames.GradientMismatch, false),
        },
        [MetricNames.GradientRatio] = new(
            "Gradient ratio",
            "The change of the loss that was measured over the one that the gradient predicts. Healthy: above zero, "
            + "and steady; large while latent weights crowd around zero, near 1 when they fill the window. At zero or "
            + "below it the gradient misleads.",
            values => Scale.Logarithmic(values, 1e-2, 100))
        {
            HealthyKernels = Healthy(MetricNames.GradientRatio, false),
        },
    };

    /// <summary>Values of a healthy kernel; null where none are known.</summary>
    public Band? HealthyKernels { get; init; }

    /// <summary>Values of a healthy input; null where none are known.</summary>
    public Band? HealthyInputs { get; init; }

    private static Band? Healthy(string metric, bool isInput) =>
        HealthyRanges.Of(metric, isInput) is var (low, high) ? new Band(low, high) : null;

    /// <summary>The guide to a metric; one that nobody has written about is called as it is.</summary>
    /// <param name="metric">The part of a value's name up to the slash, which it ends in.</param>
    public static MetricGuide Of(string metric) =>
        Known.GetValueOrDefault(metric) ?? new MetricGuide(metric.TrimEnd('/'), "", Own);

    /// <summary>Healthy values of a part of layers.</summary>
    /// <param name="role">The part.</param>
    public Band? Healthy(string role) => role switch
    {
        LayerPlaces.Kernels => HealthyKernels,
        LayerPlaces.Inputs => HealthyInputs,
        _ => null,
    };

    private static Scale Share(IEnumerable<double> values) => Scale.Linear(values, 0, 1);

    // Shares that are not all small are drawn as such; of anything else the values say the range.
    private static Scale Own(IEnumerable<double> values)
    {
        var all = values.Where(double.IsFinite).ToArray();
        return all.Length > 0 && all.Min() >= 0 && all.Max() is <= 1 and > 0.1
            ? Share(all)
            : Scale.Linear(all, all.Length > 0 && all.Min() >= 0 ? 0 : null);
    }
}
