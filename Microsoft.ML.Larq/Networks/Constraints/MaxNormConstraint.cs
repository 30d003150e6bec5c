using Microsoft.ML.Larq.Networks.Constraints;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Keras' <c>max_norm</c>: w ← w·min(n, m) / (10⁻⁷ + n) with n = √Σw² along axes.</summary>
/// <remarks>Srivastava et al. 2014, <see href="https://jmlr.org/papers/v15/srivastava14a.html"/>.</remarks>
internal sealed record MaxNormConstraint : NormConstraint
{
    internal static readonly AliasRow<WeightConstraint> Row = new(
        "max_norm",
        call => new MaxNormConstraint(call.Take("max_value", 2f), call.TakeAxes("axis")), "MaxNorm", "maxnorm");

    public MaxNormConstraint(float maxValue = 2f, IReadOnlyList<int>? axes = null)
        : base(Row.Alias, axes) => MaxValue = Norm(Row.Alias, "max_value", maxValue);

    /// <summary>The largest norm that is left.</summary>
    public float MaxValue { get; }

    internal override double Least => 0;

    internal override double Most => MaxValue;

    private protected override string Describe() => AliasCall.Spell(
        Row.Alias, ("max_value", MaxValue, 2f), AxisArgument);
}

public abstract partial record WeightConstraint
{
    /// <inheritdoc cref="MaxNormConstraint"/>
    /// <param name="maxValue">m, the largest norm, at least 0; default 2.</param>
    /// <param name="axes">The axes of Keras' layout that a norm goes along; default axis 0.</param>
    public static WeightConstraint MaxNorm(float maxValue = 2f, params IReadOnlyList<int> axes) =>
        new MaxNormConstraint(maxValue, NormConstraint.Given(axes));
}
