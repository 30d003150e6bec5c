using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

/// <summary>A penalty on large values that training adds to the loss: λ₁·Σ|w| + λ₂·Σw², as in Keras.</summary>
/// <remarks>
/// <para>Gradient: λ₁·sign(w) + 2·λ₂·w, and 0 at w = 0. There is no ½ in front of the squares.</para>
/// <para>Of a weight it takes the latent values. Of a layer's activity it takes the layer's output and divides the sum
/// by the rows of the batch. Weights that are not trained have no penalty.</para>
/// <para>The losses that training reports, of training and validation rows, are without penalties, so that both and
/// those of different penalties can be compared.</para>
/// <para>Aliases, with Keras' defaults: <c>"l1(l1=0.01)"</c>, <c>"l2(l2=0.01)"</c>, <c>"l1_l2(l1=0.01, l2=0.01)"</c>.
/// Keras: <c>keras.regularizers</c>, <see href="https://keras.io/api/layers/regularizers/"/>.</para>
/// </remarks>
[JsonConverter(typeof(WeightRegularizerConverter))]
public sealed record WeightRegularizer
{
    private const float DefaultFactor = 0.01f;

    private static readonly AliasTable<WeightRegularizer> Table = new(
        "regularizer",
        new AliasRow<WeightRegularizer>("l1", call => L1(call.Take("l1", DefaultFactor)), "L1"),
        new AliasRow<WeightRegularizer>("l2", call => L2(call.Take("l2", DefaultFactor)), "L2"),
        new AliasRow<WeightRegularizer>(
            "l1_l2", call => L1L2(call.Take("l1", DefaultFactor), call.Take("l2", DefaultFactor)), "L1L2"));

    private WeightRegularizer(float absolute, float squared)
    {
        Absolute = Argument.AtLeast("Regularizer", 0, absolute, "l1");
        Squared = Argument.AtLeast("Regularizer", 0, squared, "l2");
    }

    /// <summary>λ₁, the factor of Σ|w|.</summary>
    internal float Absolute { get; }

    /// <summary>λ₂, the factor of Σw².</summary>
    internal float Squared { get; }

    /// <summary>λ·Σ|w|.</summary>
    /// <param name="l1">λ, at least 0; default 0.01.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is negative or not finite.</exception>
    public static WeightRegularizer L1(float l1 = DefaultFactor) => new(l1, 0f);

    /// <summary>λ·Σw².</summary>
    /// <param name="l2">λ, at least 0; default 0.01.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is negative or not finite.</exception>
    public static WeightRegularizer L2(float l2 = DefaultFactor) => new(0f, l2);

    /// <summary>λ₁·Σ|w| + λ₂·Σw².</summary>
    /// <param name="l1">λ₁, at least 0; default 0.01.</param>
    /// <param name="l2">λ₂, at least 0; default 0.01.</param>
    /// <exception cref="ArgumentOutOfRangeException">A factor is negative or not finite.</exception>
    public static WeightRegularizer L1L2(float l1 = DefaultFactor, float l2 = DefaultFactor) => new(l1, l2);

    internal static WeightRegularizer Parse(string alias) => Table.Parse(alias);

    /// <summary>Reads an alias; null stays null.</summary>
    /// <param name="alias">For example <c>l2(l2=0.0001)</c>.</param>
    /// <exception cref="ArgumentException">The alias or an argument is unknown; the message lists what is.</exception>
    [return: NotNullIfNotNull(nameof(alias))]
    public static implicit operator WeightRegularizer?(string? alias) => alias is null ? null : Parse(alias);

    /// <summary>The alias with its arguments, which converts back to an equal value.</summary>
    public override string ToString() => this switch
    {
        { Squared: 0f, Absolute: not 0f } => AliasCall.Spell("l1", ("l1", Absolute, DefaultFactor)),
        { Absolute: 0f } => AliasCall.Spell("l2", ("l2", Squared, DefaultFactor)),
        _ => AliasCall.Spell("l1_l2", ("l1", Absolute, DefaultFactor), ("l2", Squared, DefaultFactor)),
    };
}

internal sealed class WeightRegularizerConverter() : AliasConverter<WeightRegularizer>(WeightRegularizer.Parse);
