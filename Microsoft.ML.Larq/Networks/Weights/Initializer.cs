using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Microsoft.ML.Larq.Networks;

/// <summary>How a weight's values are drawn before training; Keras' names and formulas.</summary>
[JsonConverter(typeof(InitializerConverter))]
public abstract record Initializer
{
    private static readonly AliasTable<Initializer> Table = new(
        "initializer",
        ConstantInitializer.ZerosRow,
        ConstantInitializer.OnesRow,
        GlorotUniformInitializer.Row,
        BlurInitializer.Row);

    private protected Initializer()
    {
    }

    /// <summary>All 0.</summary>
    public static Initializer Zeros { get; } = new ConstantInitializer(0f);

    /// <summary>All 1.</summary>
    public static Initializer Ones { get; } = new ConstantInitializer(1f);

    /// <inheritdoc cref="GlorotUniformInitializer"/>
    public static Initializer GlorotUniform { get; } = new GlorotUniformInitializer();

    /// <summary>
    /// The fixed kernel of a <see cref="BlurPool2DLayer"/>: an outer product of binomial coefficients that sums to 1.
    /// </summary>
    public static Initializer Blur { get; } = new BlurInitializer();

    /// <summary>Reads an alias.</summary>
    /// <param name="alias">For example <c>glorot_uniform</c>.</param>
    /// <exception cref="ArgumentException">The alias is unknown; the message lists what is known.</exception>
    public static Initializer Parse(string alias) => Table.Parse(alias);

    /// <summary>Reads an alias; null stays null.</summary>
    /// <param name="alias">For example <c>glorot_uniform</c>.</param>
    [return: NotNullIfNotNull(nameof(alias))]
    public static implicit operator Initializer?(string? alias) => alias is null ? null : Parse(alias);

    /// <summary>The alias; <see cref="Parse"/> reads it back to an equal value.</summary>
    public sealed override string ToString() => Describe();

    internal abstract void Fill(Span<float> values, TensorShape shape, Random random);

    private protected abstract string Describe();
}

/// <summary>Every value the same: Keras' <c>zeros</c> and <c>ones</c>.</summary>
internal sealed record ConstantInitializer(float Value) : Initializer
{
    public static readonly AliasRow<Initializer> ZerosRow = new("zeros", "no arguments", _ => Zeros);
    public static readonly AliasRow<Initializer> OnesRow = new("ones", "no arguments", _ => Ones);

    internal override void Fill(Span<float> values, TensorShape shape, Random random) => values.Fill(Value);

    private protected override string Describe() => Value == 0f ? "zeros" : "ones";
}

/// <summary>
/// Uniform in ±√(6 / (fan_in + fan_out)); fan_in = inputs·receptive field, fan_out = outputs·receptive field.
/// </summary>
/// <remarks>
/// Glorot and Bengio 2010, <see href="https://proceedings.mlr.press/v9/glorot10a.html"/>, equation 16.
/// </remarks>
public sealed record GlorotUniformInitializer : Initializer
{
    internal static readonly AliasRow<Initializer> Row = new("glorot_uniform", "no arguments", _ => GlorotUniform);

    internal override void Fill(Span<float> values, TensorShape shape, Random random)
    {
        var limit = Limit(shape);
        foreach (ref var value in values) value = (float)(((2 * random.NextDouble()) - 1) * limit);
    }

    internal static double Limit(TensorShape shape)
    {
        var outputs = shape.Channels;
        var inputs = shape.Rank == 1 ? shape.Channels : shape[shape.Rank - 2];
        var field = shape.Rank == 1 ? 1 : shape.Size / (inputs * outputs);
        return Math.Sqrt(6.0 / ((double)field * (inputs + outputs)));
    }

    private protected override string Describe() => "glorot_uniform";
}

internal sealed class InitializerConverter() : AliasConverter<Initializer>(Initializer.Parse);
