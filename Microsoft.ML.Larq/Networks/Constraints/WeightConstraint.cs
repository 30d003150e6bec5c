using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Microsoft.ML.Larq.Networks.Constraints;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

/// <summary>What is done to a latent weight after every optimizer step; Larq's and Keras' names and formulas.</summary>
/// <remarks>
/// Norms are √Σw² along axes of Keras' layout, (inputs, outputs) or (height, width, inputs, outputs); <c>[0, 1, 2]</c>
/// gives each filter of a two-dimensional convolution one norm. Keras: <c>keras.constraints</c>.
/// </remarks>
[JsonConverter(typeof(WeightConstraintConverter))]
public abstract partial record WeightConstraint
{
    private static readonly AliasTable<WeightConstraint> Table = new(
        "kernel constraint",
        WeightClipConstraint.Row,
        NormConstraint.MaxRow,
        NonNegConstraint.Row,
        NormConstraint.UnitRow,
        NormConstraint.MinMaxRow);

    private protected WeightConstraint()
    {
    }

    internal static WeightConstraint Parse(string alias) => Table.Parse(alias);

    /// <summary>Reads an alias; null stays null.</summary>
    /// <param name="alias">For example <c>weight_clip(clip_value=1.25)</c>.</param>
    /// <exception cref="ArgumentException">The alias or an argument is unknown; the message lists what is.</exception>
    [return: NotNullIfNotNull(nameof(alias))]
    public static implicit operator WeightConstraint?(string? alias) => alias is null ? null : Parse(alias);

    /// <summary>The alias with its arguments, which converts back to an equal value.</summary>
    public sealed override string ToString() => Describe();

    /// <summary>What is wrong with a weight of that shape; null where nothing is.</summary>
    internal virtual string? Misfit(TensorShape shape) => null;

    /// <summary>The same for a weight that has so many axes more in front.</summary>
    internal virtual WeightConstraint Moved(int axes) => this;

    private protected abstract string Describe();

    private protected static string OwnerOf(AliasRow<WeightConstraint> row) => $"Constraint '{row.Alias}'";

    /// <inheritdoc cref="WeightClipConstraint"/>
    /// <param name="clipValue">The largest magnitude, above 0; default 1.</param>
    public static WeightConstraint WeightClip(float clipValue = 1f) => new WeightClipConstraint(clipValue);

    /// <summary>Keras' <c>max_norm</c>: w ← w·min(n, m) / (10⁻⁷ + n) with n = √Σw² along axes.</summary>
    /// <remarks>Srivastava et al. 2014, <see href="https://jmlr.org/papers/v15/srivastava14a.html"/>.</remarks>
    /// <param name="maxValue">m, the largest norm, at least 0; default 2.</param>
    /// <param name="axes">The axes of Keras' layout that a norm goes along; default axis 0.</param>
    public static WeightConstraint MaxNorm(float maxValue = 2f, params IReadOnlyList<int> axes) =>
        NormConstraint.Max(maxValue, Given(axes));

    /// <inheritdoc cref="NonNegConstraint"/>
    public static WeightConstraint NonNeg() => new NonNegConstraint();

    /// <summary>Keras' <c>unit_norm</c>: w ← w / (10⁻⁷ + n) with n = √Σw² along axes.</summary>
    /// <param name="axes">The axes of Keras' layout that a norm goes along; default axis 0.</param>
    public static WeightConstraint UnitNorm(params IReadOnlyList<int> axes) => NormConstraint.Unit(Given(axes));

    /// <summary>
    /// Keras' <c>min_max_norm</c>: w ← w·(r·min(max(n, l), m) + (1 − r)·n) / (10⁻⁷ + n) with n = √Σw² along axes.
    /// </summary>
    /// <param name="minValue">l, the smallest norm, at least 0; default 0.</param>
    /// <param name="maxValue">m, the largest norm, at least the smallest; default 1.</param>
    /// <param name="rate">r, the share of the way that a step goes, from 0 to 1; default 1.</param>
    /// <param name="axes">The axes of Keras' layout that a norm goes along; default axis 0.</param>
    public static WeightConstraint MinMaxNorm(
        float minValue = 0f, float maxValue = 1f, float rate = 1f, params IReadOnlyList<int> axes) =>
        NormConstraint.MinMax(minValue, maxValue, rate, Given(axes));

    private static IReadOnlyList<int> Given(IReadOnlyList<int> axes) =>
        axes ?? throw new ArgumentNullException(nameof(axes));
}

internal sealed class WeightConstraintConverter() : AliasConverter<WeightConstraint>(WeightConstraint.Parse);
