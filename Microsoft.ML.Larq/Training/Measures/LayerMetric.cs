using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Training.Measures;

namespace Microsoft.ML.Larq.Training;

/// <summary>
/// Says which metric is hung onto which quantizers of a network. Cannot be changed; each call gives another.
/// </summary>
/// <remarks>
/// For example of the kernels of two layers, in validation too, and of all others where a condition holds:
/// <code>
/// LayerMetric.Of(() => new GradientNorm()).For(QuantizerRole.Kernel).On("conv_1", "conv_2").AlsoInValidation()
/// LayerMetric.Of("my_metric").Where(place => place.Quantizer.Precision == 1)
/// </code>
/// </remarks>
public sealed class LayerMetric
{
    private const QuantizerRole Anything = QuantizerRole.Kernel | QuantizerRole.Input | QuantizerRole.Activation;

    private readonly Func<MetricPlace, QuantizerMetric?> _create;
    private readonly string _name;

    private LayerMetric(Func<MetricPlace, QuantizerMetric?> create, string? name = null) =>
        (_create, _name) = (create, name ?? "own metric");

    // A copy to change.
    private LayerMetric(LayerMetric other)
        : this(other._create, other._name) => (Roles, Layers, Filter, Validation, Interval) =
            (other.Roles, other.Layers, other.Filter, other.Validation, other.Interval);

    /// <summary><see cref="Metrics.FlipRatio"/> of every kernel.</summary>
    public static LayerMetric FlipRatio { get; } = Of("flip_ratio").For(QuantizerRole.Kernel);

    /// <summary><see cref="Metrics.NeverFlipped"/> of every kernel.</summary>
    public static LayerMetric NeverFlipped { get; } = Of(() => new NeverFlipped()).For(QuantizerRole.Kernel);

    /// <summary><see cref="Metrics.GradientFlow"/> of every quantizer.</summary>
    public static LayerMetric GradientFlow { get; } = Of("gradient_flow");

    /// <summary><see cref="Metrics.GradientArrival"/> of every quantizer.</summary>
    public static LayerMetric GradientArrival { get; } = Of(() => new GradientArrival());

    /// <summary><see cref="Metrics.PositiveShare"/> of every input and activation.</summary>
    public static LayerMetric PositiveShare { get; } =
        Of(() => new PositiveShare()).For(QuantizerRole.Input | QuantizerRole.Activation);

    /// <summary><see cref="Metrics.FittingError"/> of every kernel; not measured unless asked for.</summary>
    public static LayerMetric FittingError { get; } = Of(() => new FittingError()).For(QuantizerRole.Kernel);

    /// <summary><see cref="Metrics.GradientInstability"/> of every kernel; not measured unless asked for.</summary>
    public static LayerMetric GradientInstability { get; } =
        Of(() => new GradientInstability()).For(QuantizerRole.Kernel);

    /// <summary>
    /// <see cref="Progress.MetricNames.Starved"/> of every kernel with latent weights and a bound.
    /// </summary>
    public static LayerMetric Starved { get; } =
        new LayerMetric(StarvedWeights.Of, "starved").For(QuantizerRole.Kernel);

    /// <summary>What is measured unless options say otherwise.</summary>
    public static IReadOnlyList<LayerMetric> Defaults { get; } =
        [FlipRatio, NeverFlipped, GradientFlow, GradientArrival, PositiveShare, Starved];

    internal QuantizerRole Roles { get; private init; } = Anything;

    /// <summary>The layers that it is for; null for all.</summary>
    internal IReadOnlyList<string>? Layers { get; private init; }

    /// <summary>Whether validation is measured too.</summary>
    internal bool Validation { get; private init; }

    private Func<MetricPlace, bool>? Filter { get; init; }

    private int? Interval { get; init; }

    /// <summary>A metric of every quantizer.</summary>
    /// <param name="create">Makes a new one at each call, one for each quantizer.</param>
    public static LayerMetric Of(Func<QuantizerMetric> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return new(_ => create() ?? throw new InvalidOperationException("A function that makes a metric gave null."));
    }

    /// <summary>A metric that depends on where it is hung.</summary>
    /// <param name="create">Makes a new one for each quantizer; null for none.</param>
    public static LayerMetric Of(Func<MetricPlace, QuantizerMetric?> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return new(create);
    }

    /// <summary>A metric of every quantizer, by its name, as in <c>flip_ratio</c>.</summary>
    /// <param name="name">
    /// The name of one of the library's, or of one made known by <see cref="QuantizerMetric.Register"/>.
    /// </param>
    public static LayerMetric Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new(_ => MetricRegistry.Create(name), name);
    }

    /// <summary>The same for some roles alone.</summary>
    /// <param name="roles">What the quantizers quantize.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such role.</exception>
    public LayerMetric For(QuantizerRole roles) => roles is 0 or > Anything or < 0
        ? throw new ArgumentOutOfRangeException(nameof(roles), roles, "The roles are Kernel, Input and Activation.")
        : new(this) { Roles = roles };

    /// <summary>The same for some layers alone.</summary>
    /// <param name="layers">Their names, at least one; each must have a quantizer with one of the roles.</param>
    /// <exception cref="ArgumentException">There is none, or null among them.</exception>
    public LayerMetric On(params IReadOnlyList<string> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        return layers.Count > 0 && layers.All(layer => layer is not null)
            ? new(this) { Layers = [.. layers] }
            : throw new ArgumentException(
                "A metric is for one layer at least, and none of them is null.", nameof(layers));
    }

    /// <summary>The same where a condition holds too.</summary>
    /// <param name="condition">Looks at a quantizer and its layer.</param>
    public LayerMetric Where(Func<MetricPlace, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var before = Filter;
        return new(this) { Filter = before is null ? condition : place => before(place) && condition(place) };
    }

    /// <summary>
    /// The same, with validation measured too, by a metric of its own; it is reported as <c>Validation</c>, a space and
    /// the usual name. There are no backward passes in it.
    /// </summary>
    public LayerMetric AlsoInValidation() => new(this) { Validation = true };

    /// <summary>The same, measuring one pass in so many, whatever option <c>MetricsInterval</c> says.</summary>
    /// <param name="passes">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public LayerMetric Every(int passes) => passes >= 1
        ? new(this) { Interval = passes }
        : throw new ArgumentOutOfRangeException(nameof(passes), passes, "One pass in at least 1 is measured.");

    /// <summary>In words: the metric, and which quantizers it is for.</summary>
    public override string ToString()
    {
        string?[] parts =
        [
            Roles == Anything ? null : $"of {Roles}",
            Layers is null ? null : $"on {string.Join(", ", Layers)}",
            Filter is null ? null : "where given", Validation ? "in validation" : null,
            Interval is null ? null : $"every {Interval}",
        ];
        return string.Join(' ', parts.OfType<string>().Prepend(_name));
    }

    /// <summary>Makes the metric for a place that it is for.</summary>
    /// <param name="place">The place.</param>
    /// <param name="interval">One pass in so many is measured unless it says otherwise.</param>
    /// <param name="metric">The metric.</param>
    internal bool TryCreate(MetricPlace place, int interval, [NotNullWhen(true)] out QuantizerMetric? metric)
    {
        metric = Make(place);
        if (metric is null) return false;
        if (Interval is { } own) metric.Every = own;
        else metric.Every ??= metric.NeedsEveryPass ? 1 : interval;
        return true;
    }

    // What conditions and functions of a user's throw says nothing of where they came from.
    private QuantizerMetric? Make(MetricPlace place)
    {
        try
        {
            return Roles.HasFlag(place.Role) && Layers?.Contains(place.Layer.Name) != false
                && Filter?.Invoke(place) != false
                ? _create(place)
                : null;
        }
        catch (Exception error)
        {
            throw new InvalidOperationException(
                $"Option Metrics: '{this}' failed for the quantizer '{place}': {error.Message}", error);
        }
    }
}
