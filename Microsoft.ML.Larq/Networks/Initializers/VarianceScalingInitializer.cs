using Microsoft.ML.Larq.Networks.Initializers;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Keras' <c>variance_scaling</c> and the six names for cases of it.</summary>
internal sealed record VarianceScalingInitializer : Initializer
{
    /// <summary>The deviation of a standard normal number that is within ±2.</summary>
    public const double TruncatedDeviation = 0.87962566103423978;

    private const string Alias = "variance_scaling";

    private static readonly (string Alias, string ClassName, VarianceScalingInitializer Value)[] Named =
    [
        ("glorot_uniform", "GlorotUniform", new(1, FanMode.FanAverage, WeightDistribution.Uniform)),
        ("glorot_normal", "GlorotNormal", new(1, FanMode.FanAverage, WeightDistribution.TruncatedNormal)),
        ("he_uniform", "HeUniform", new(2, FanMode.FanIn, WeightDistribution.Uniform)),
        ("he_normal", "HeNormal", new(2, FanMode.FanIn, WeightDistribution.TruncatedNormal)),
        ("lecun_uniform", "LecunUniform", new(1, FanMode.FanIn, WeightDistribution.Uniform)),
        ("lecun_normal", "LecunNormal", new(1, FanMode.FanIn, WeightDistribution.TruncatedNormal)),
    ];

    private static readonly string[] Modes = ["fan_in", "fan_out", "fan_avg"];

    // Keras reads "normal" as the first.
    private static readonly string[] Distributions = ["truncated_normal", "untruncated_normal", "uniform", "normal"];

    public VarianceScalingInitializer(float scale, FanMode mode, WeightDistribution distribution)
    {
        Scale = scale > 0 && float.IsFinite(scale)
            ? scale
            : throw new ArgumentOutOfRangeException(
                nameof(scale), scale, $"Initializer '{Alias}': scale is a finite number above 0.");
        Mode = Defined(nameof(mode), mode);
        Distribution = Defined(nameof(distribution), distribution);
    }

    public static AliasRow<Initializer> Row { get; } = new(
        Alias,
        call => new VarianceScalingInitializer(
            call.Take("scale", 1f),
            (FanMode)Array.IndexOf(Modes, call.TakeOneOf("mode", Modes)),
            (WeightDistribution)(Array.IndexOf(Distributions, call.TakeOneOf("distribution", Distributions)) % 3)),
        "VarianceScaling");

    public static AliasRow<Initializer>[] NamedRows { get; } =
        [.. Named.Select(named => new AliasRow<Initializer>(named.Alias, _ => named.Value, named.ClassName))];

    public float Scale { get; }

    public FanMode Mode { get; }

    public WeightDistribution Distribution { get; }

    public static Initializer Of(string alias) => Named.First(named => named.Alias == alias).Value;

    internal override void Fill(Span<float> values, TensorShape shape, Random random)
    {
        var variance = Scale / Math.Max(1, Fans.Of(shape).By(Mode));
        if (Distribution == WeightDistribution.Uniform)
        {
            var limit = Math.Sqrt(3 * variance);
            foreach (ref var value in values) value = (float)(((2 * random.NextDouble()) - 1) * limit);
            return;
        }

        var truncated = Distribution == WeightDistribution.TruncatedNormal;
        var deviation = Math.Sqrt(variance) / (truncated ? TruncatedDeviation : 1);
        NormalInitializer.Fill(values, 0, deviation, truncated, random);
    }

    private protected override string Describe() =>
        Named.FirstOrDefault(named => named.Value.Equals(this)).Alias ?? AliasCall.Spell(
            Alias, ("scale", Scale, 1f), ("mode", Modes[(int)Mode], Modes[0]),
            ("distribution", Distributions[(int)Distribution], null));

    private static T Defined<T>(string argument, T value)
        where T : struct, Enum => Enum.IsDefined(value)
        ? value
        : throw new ArgumentOutOfRangeException(
            argument, value,
            $"Initializer '{Alias}': {argument} is one of {string.Join(", ", Enum.GetNames<T>())}.");
}

public abstract partial record Initializer
{
    /// <summary>Uniform in ±√(6 / (fan_in + fan_out)).</summary>
    /// <remarks>
    /// Glorot and Bengio 2010, <see href="https://proceedings.mlr.press/v9/glorot10a.html"/>, equation 16.
    /// </remarks>
    public static Initializer GlorotUniform => VarianceScalingInitializer.Of("glorot_uniform");

    /// <summary>Truncated normal of variance 2 / (fan_in + fan_out).</summary>
    /// <remarks>Glorot and Bengio 2010, <see href="https://proceedings.mlr.press/v9/glorot10a.html"/>.</remarks>
    public static Initializer GlorotNormal => VarianceScalingInitializer.Of("glorot_normal");

    /// <summary>Uniform in ±√(6 / fan_in).</summary>
    /// <remarks>He et al. 2015, <see href="https://arxiv.org/abs/1502.01852"/>.</remarks>
    public static Initializer HeUniform => VarianceScalingInitializer.Of("he_uniform");

    /// <summary>Truncated normal of variance 2 / fan_in.</summary>
    /// <remarks>He et al. 2015, <see href="https://arxiv.org/abs/1502.01852"/>, equation 10.</remarks>
    public static Initializer HeNormal => VarianceScalingInitializer.Of("he_normal");

    /// <summary>Uniform in ±√(3 / fan_in).</summary>
    /// <remarks>LeCun et al. 1998, Efficient BackProp, section 4.6.</remarks>
    public static Initializer LecunUniform => VarianceScalingInitializer.Of("lecun_uniform");

    /// <summary>Truncated normal of variance 1 / fan_in.</summary>
    /// <remarks>LeCun et al. 1998, Efficient BackProp, section 4.6.</remarks>
    public static Initializer LecunNormal => VarianceScalingInitializer.Of("lecun_normal");

    /// <summary>Mean 0 and variance scale/n with n a fan of the weight, at least 1.</summary>
    /// <remarks>
    /// Normal: deviation σ = √(scale/n). Truncated normal: deviation σ/0.87962566 before what is beyond two of these is
    /// drawn again, so that the variance is the same. Uniform: in ±√(3·scale/n).
    /// </remarks>
    /// <param name="scale">Above 0; default 1.</param>
    /// <param name="mode">Which fan n is; default <see cref="FanMode.FanIn"/>.</param>
    /// <param name="distribution">Default <see cref="WeightDistribution.TruncatedNormal"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    public static Initializer VarianceScaling(
        float scale = 1f, FanMode mode = FanMode.FanIn,
        WeightDistribution distribution = WeightDistribution.TruncatedNormal) =>
        new VarianceScalingInitializer(scale, mode, distribution);
}
