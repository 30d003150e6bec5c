using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks.Initializers;

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
        Least = Argument.Finite(OwnerOf(Alias), minval);
        Most = Argument.Finite(OwnerOf(Alias), maxval) >= minval
            ? maxval
            : throw Argument.Error(OwnerOf(Alias), nameof(maxval), maxval, $"at least minval, which is {minval}");
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
