using Microsoft.ML.Larq.Networks.Constraints;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// Keras' <c>min_max_norm</c>: w ← w·(r·min(max(n, l), m) + (1 − r)·n) / (10⁻⁷ + n) with n = √Σw² along axes.
/// </summary>
internal sealed record MinMaxNormConstraint : NormConstraint
{
    internal static readonly AliasRow<WeightConstraint> Row = new(
        "min_max_norm",
        call => new MinMaxNormConstraint(
            call.Take("min_value", 0f), call.Take("max_value", 1f), call.Take("rate", 1f), call.TakeAxes("axis")),
        "MinMaxNorm");

    public MinMaxNormConstraint(
        float minValue = 0f, float maxValue = 1f, float rate = 1f, IReadOnlyList<int>? axes = null)
        : base(Row.Alias, axes)
    {
        MinValue = Norm(Row.Alias, "min_value", minValue);
        MaxValue = Norm(Row.Alias, "max_value", maxValue, minValue);
        Rate = rate is >= 0 and <= 1
            ? rate
            : throw new ArgumentOutOfRangeException(
                nameof(rate), rate, $"Constraint '{Row.Alias}': rate is from 0 to 1.");
    }

    /// <summary>The smallest norm.</summary>
    public float MinValue { get; }

    /// <summary>The largest norm.</summary>
    public float MaxValue { get; }

    /// <summary>The share of the way that a step goes.</summary>
    public float Rate { get; }

    internal override double Least => MinValue;

    internal override double Most => MaxValue;

    internal override double Share => Rate;

    private protected override string Describe() => AliasCall.Spell(
        Row.Alias, ("min_value", MinValue, 0f), ("max_value", MaxValue, 1f), ("rate", Rate, 1f), AxisArgument);
}

public abstract partial record WeightConstraint
{
    /// <inheritdoc cref="MinMaxNormConstraint"/>
    /// <param name="minValue">l, the smallest norm, at least 0; default 0.</param>
    /// <param name="maxValue">m, the largest norm, at least the smallest; default 1.</param>
    /// <param name="rate">r, the share of the way that a step goes, from 0 to 1; default 1.</param>
    /// <param name="axes">The axes of Keras' layout that a norm goes along; default axis 0.</param>
    public static WeightConstraint MinMaxNorm(
        float minValue = 0f, float maxValue = 1f, float rate = 1f, params IReadOnlyList<int> axes) =>
        new MinMaxNormConstraint(minValue, maxValue, rate, NormConstraint.Given(axes));
}
