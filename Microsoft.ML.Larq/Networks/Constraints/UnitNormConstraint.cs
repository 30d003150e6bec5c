using Microsoft.ML.Larq.Networks.Constraints;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Keras' <c>unit_norm</c>: w ← w / (10⁻⁷ + n) with n = √Σw² along axes.</summary>
internal sealed record UnitNormConstraint : NormConstraint
{
    internal static readonly AliasRow<WeightConstraint> Row = new(
        "unit_norm", call => new UnitNormConstraint(call.TakeAxes("axis")), "UnitNorm", "unitnorm");

    public UnitNormConstraint(IReadOnlyList<int>? axes = null)
        : base(Row.Alias, axes)
    {
    }

    internal override double Least => 1;

    internal override double Most => 1;

    private protected override string Describe() => AliasCall.Spell(Row.Alias, AxisArgument);
}

public abstract partial record WeightConstraint
{
    /// <inheritdoc cref="UnitNormConstraint"/>
    /// <param name="axes">The axes of Keras' layout that a norm goes along; default axis 0.</param>
    public static WeightConstraint UnitNorm(params IReadOnlyList<int> axes) =>
        new UnitNormConstraint(NormConstraint.Given(axes));
}
