using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Keras' <c>random_uniform</c>.</summary>
internal sealed record UniformInitializer : Initializer
{
    public const float DefaultLimit = 0.05f;

    private const string Alias = "random_uniform";

    public static readonly AliasRow<Initializer> Row = new(
        Alias,
        call => new UniformInitializer(call.Take("minval", -DefaultLimit), call.Take("maxval", DefaultLimit)),
        "RandomUniform", "uniform");

    public UniformInitializer(float minval, float maxval)
    {
        Least = Finite(Alias, nameof(minval), minval);
        Most = Finite(Alias, nameof(maxval), maxval) >= minval
            ? maxval
            : throw new ArgumentOutOfRangeException(
                nameof(maxval), maxval, $"Initializer '{Alias}': maxval is at least minval, which is {minval}.");
    }

    public float Least { get; }

    public float Most { get; }

    internal override void Fill(Span<float> values, TensorShape shape, Random random)
    {
        var width = (double)Most - Least;
        foreach (ref var value in values) value = (float)(Least + (random.NextDouble() * width));
    }

    private protected override string Describe() => AliasCall.Spell(
        Alias, ("minval", Least, -DefaultLimit), ("maxval", Most, DefaultLimit));
}

public abstract partial record Initializer
{
    /// <summary>Evenly distributed between two numbers.</summary>
    /// <param name="minval">The lower, finite; default −0.05.</param>
    /// <param name="maxval">The upper, finite and at least the lower; default 0.05.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static Initializer RandomUniform(
        float minval = -UniformInitializer.DefaultLimit, float maxval = UniformInitializer.DefaultLimit) =>
        new UniformInitializer(minval, maxval);
}
