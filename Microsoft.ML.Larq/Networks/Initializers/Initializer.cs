using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Microsoft.ML.Larq.Networks.Initializers;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

/// <summary>How a weight's values are drawn before training; Keras' names and formulas.</summary>
/// <remarks>
/// <para>Keras' string aliases convert to it, with or without arguments: <c>"he_normal"</c>,
/// <c>"random_uniform(minval=-0.1, maxval=0.1)"</c>.</para>
/// <para>Fans are counted from Keras' shape of the weight: fan_in = inputs·receptive field, fan_out = outputs·receptive
/// field, where outputs is the last axis, inputs the one before it and the receptive field all others; both are the
/// length of a vector. So a depthwise kernel (k, k, C, 1) has fan_in = k²·C and fan_out = k².</para>
/// <para>Keras: <c>keras.initializers</c>, <see href="https://keras.io/api/layers/initializers/"/>.</para>
/// </remarks>
[JsonConverter(typeof(InitializerConverter))]
public abstract partial record Initializer
{
    private static readonly AliasTable<Initializer> Table = new(
        "initializer",
        [
            ConstantInitializer.ZerosRow,
            ConstantInitializer.OnesRow,
            ConstantInitializer.Row,
            UniformInitializer.Row,
            NormalInitializer.Row,
            NormalInitializer.TruncatedRow,
            .. VarianceScalingInitializer.NamedRows,
            VarianceScalingInitializer.Row,
            IdentityInitializer.Row,
            OrthogonalInitializer.Row,
            BlurInitializer.Row,
        ]);

    private protected Initializer()
    {
    }

    internal static Initializer Parse(string alias) => Table.Parse(alias);

    /// <summary>Reads an alias; null stays null.</summary>
    /// <param name="alias">For example <c>glorot_uniform</c>.</param>
    /// <exception cref="ArgumentException">The alias or an argument is unknown; the message lists what is.</exception>
    [return: NotNullIfNotNull(nameof(alias))]
    public static implicit operator Initializer?(string? alias) => alias is null ? null : Parse(alias);

    /// <summary>The alias with its arguments, which converts back to an equal value.</summary>
    public sealed override string ToString() => Describe();

    /// <summary>What is wrong with a weight of that shape; null where nothing is.</summary>
    internal virtual string? Misfit(TensorShape shape) => null;

    internal abstract void Fill(Span<float> values, TensorShape shape, Random random);

    private protected abstract string Describe();

    private protected static string OwnerOf(string alias) => $"Initializer '{alias}'";

    /// <summary>All 0.</summary>
    public static Initializer Zeros { get; } = new ConstantInitializer(0f);

    /// <summary>All 1.</summary>
    public static Initializer Ones { get; } = new ConstantInitializer(1f);

    /// <summary>All the same.</summary>
    /// <param name="value">The value, finite; default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public static Initializer Constant(float value = 0f) => new ConstantInitializer(value);

    /// <summary>Evenly distributed between two numbers.</summary>
    /// <param name="minval">The lower, finite; default −0.05.</param>
    /// <param name="maxval">The upper, finite and at least the lower; default 0.05.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static Initializer RandomUniform(
        float minval = -UniformInitializer.DefaultLimit, float maxval = UniformInitializer.DefaultLimit) =>
        new UniformInitializer(minval, maxval);

    /// <summary>Normally distributed.</summary>
    /// <param name="mean">The mean, finite; default 0.</param>
    /// <param name="stddev">The standard deviation, at least 0; default 0.05.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static Initializer RandomNormal(float mean = 0f, float stddev = NormalInitializer.DefaultDeviation) =>
        new NormalInitializer(mean, stddev, truncated: false);

    /// <summary>
    /// Normally distributed, and drawn again where more than two standard deviations from the mean: what is left
    /// deviates by 0.87962566·<paramref name="stddev"/>.
    /// </summary>
    /// <param name="mean">The mean, finite; default 0.</param>
    /// <param name="stddev">The standard deviation before truncation, at least 0; default 0.05.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static Initializer TruncatedNormal(float mean = 0f, float stddev = NormalInitializer.DefaultDeviation) =>
        new NormalInitializer(mean, stddev, truncated: true);

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

    /// <summary>The identity matrix: <paramref name="gain"/> on the diagonal, 0 elsewhere; of dense kernels.</summary>
    /// <param name="gain">Factor, finite; default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The gain is not finite.</exception>
    public static Initializer Identity(float gain = 1f) => new IdentityInitializer(gain);

    /// <summary>
    /// A random matrix of orthonormal rows or columns, whichever are fewer, times <paramref name="gain"/>. Rows are all
    /// axes but the last, the last are columns.
    /// </summary>
    /// <remarks>Saxe et al. 2013, <see href="https://arxiv.org/abs/1312.6120"/>.</remarks>
    /// <param name="gain">Factor, finite; default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The gain is not finite.</exception>
    public static Initializer Orthogonal(float gain = 1f) => new OrthogonalInitializer(gain);

    /// <summary>
    /// The fixed kernel of a <see cref="BlurPool2DLayer"/>: an outer product of binomial coefficients that sums to 1.
    /// </summary>
    public static Initializer Blur { get; } = new BlurInitializer();
}

/// <summary>What the variance of an initializer is divided by.</summary>
public enum FanMode
{
    /// <summary>Inputs that an output sums: keeps the variance of what goes forward. Keras: <c>fan_in</c>.</summary>
    FanIn,

    /// <summary>Outputs that an input reaches: keeps the variance of gradients. Keras: <c>fan_out</c>.</summary>
    FanOut,

    /// <summary>The mean of the two. Keras: <c>fan_avg</c>.</summary>
    FanAverage,
}

/// <summary>From which distribution an initializer of given variance draws.</summary>
public enum WeightDistribution
{
    /// <summary>A normal one cut off at two deviations, widened so that the variance is kept.</summary>
    TruncatedNormal,

    /// <summary>A normal one.</summary>
    UntruncatedNormal,

    /// <summary>An even one.</summary>
    Uniform,
}

internal sealed class InitializerConverter() : AliasConverter<Initializer>(Initializer.Parse);
