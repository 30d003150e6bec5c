using System.Collections.Concurrent;

namespace Microsoft.ML.Larq.Metrics;

/// <summary>Metrics by their names, as quantizers' aliases and scopes ask for them.</summary>
internal static class MetricRegistry
{
    private static readonly Dictionary<string, Func<QuantizerMetric>> Rows = new(StringComparer.Ordinal)
    {
        ["fitting_error"] = () => new FittingError(),
        ["flip_ratio"] = () => new FlipRatio(),
        ["gradient_arrival"] = () => new GradientArrival(),
        ["gradient_flow"] = () => new GradientFlow(),
        ["gradient_instability"] = () => new GradientInstability(),
        ["never_flipped"] = () => new NeverFlipped(),
        ["positive_share"] = () => new PositiveShare(),
    };

    private static readonly ConcurrentDictionary<string, Func<QuantizerMetric>> Added = new(StringComparer.Ordinal);

    /// <summary>All names, in order.</summary>
    public static IEnumerable<string> Names => Rows.Keys.Concat(Added.Keys).Order(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">The name is of another form, or a metric of the library's.</exception>
    public static void Add(string name, Func<QuantizerMetric> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        if (MetricName.IsReserved(MetricName.Checked(name)))
            throw new ArgumentException($"The library has a metric '{name}' already.", nameof(name));
        Added[name] = create;
    }

    /// <summary>Makes one.</summary>
    /// <exception cref="InvalidOperationException">There is none of that name.</exception>
    public static QuantizerMetric Create(string name)
    {
        if (!Rows.TryGetValue(name, out var create) && !Added.TryGetValue(name, out create))
        {
            throw new InvalidOperationException(
                $"Unknown metric '{name}'; known are '{string.Join("', '", Names)}'. One of your own is made known "
                + $"first, by QuantizerMetric.Register(\"{name}\", …).");
        }

        var metric = create() ?? throw new InvalidOperationException(
            $"The function registered for the metric '{name}' gave null.");
        return metric.Name == name
            ? metric
            : throw new InvalidOperationException(
                $"The function registered for the metric '{name}' gave one of the name '{metric.Name}'.");
    }
}
