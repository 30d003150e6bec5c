using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

/// <summary>How a weight's values are drawn before training; Keras' names and formulas.</summary>
/// <remarks>
/// <para>
/// Keras' string aliases convert to it, with or without arguments: <c>"he_normal"</c>,
/// <c>"random_uniform(minval=-0.1, maxval=0.1)"</c>.
/// </para>
/// <para>
/// Fans are counted from Keras' shape of the weight: fan_in = inputs·receptive field, fan_out = outputs·receptive
/// field, where outputs is the last axis, inputs the one before it and the receptive field all others; both are the
/// length of a vector. So a depthwise kernel (k, k, C, 1) has fan_in = k²·C and fan_out = k².
/// </para>
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
    /// <exception cref="ArgumentException">
    /// The alias or an argument is unknown; the message lists what is known.
    /// </exception>
    [return: NotNullIfNotNull(nameof(alias))]
    public static implicit operator Initializer?(string? alias) => alias is null ? null : Parse(alias);

    /// <summary>The alias with its arguments, which converts back to an equal value.</summary>
    public sealed override string ToString() => Describe();

    /// <summary>What is wrong with a weight of that shape; null where nothing is.</summary>
    internal virtual string? Misfit(TensorShape shape) => null;

    internal abstract void Fill(Span<float> values, TensorShape shape, Random random);

    private protected abstract string Describe();

    private protected static float Finite(string alias, string argument, float value) => float.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(
            argument, value, $"Initializer '{alias}': {argument} is a finite number.");
}

internal sealed class InitializerConverter() : AliasConverter<Initializer>(Initializer.Parse);
