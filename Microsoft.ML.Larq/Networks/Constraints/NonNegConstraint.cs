using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks.Constraints;

/// <summary>Keras' <c>non_neg</c>: w ← max(w, 0).</summary>
internal sealed record NonNegConstraint : WeightConstraint
{
    internal static readonly AliasRow<WeightConstraint> Row = new(
        "non_neg", _ => new NonNegConstraint(), "NonNeg", "nonneg");

    private protected override string Describe() => Row.Alias;
}
