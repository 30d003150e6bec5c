using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks.Initializers;

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
        Scale = Argument.Positive(OwnerOf(Alias), scale);
        Mode = Argument.Defined(OwnerOf(Alias), mode);
        Distribution = Argument.Defined(OwnerOf(Alias), distribution);
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
}
