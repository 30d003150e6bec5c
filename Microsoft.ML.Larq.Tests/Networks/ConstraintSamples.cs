using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Families;

namespace Microsoft.ML.Larq.Tests.Networks;

/// <summary>Every factory of a constraint with arguments that are not its defaults, and others.</summary>
internal static class ConstraintSamples
{
    public static FactorySample[] All { get; } =
    [
        new(() => WeightConstraint.WeightClip(0.35f), 0.5f),
        new(() => WeightConstraint.MaxNorm(3f, new[] { 1 }), 4f, new[] { 0, 1 }),
        new(() => WeightConstraint.NonNeg()),
        new(() => WeightConstraint.UnitNorm(new[] { 1 }), [new[] { 0, 1 }]),
        new(
            () => WeightConstraint.MinMaxNorm(0.5f, 2f, 0.25f, new[] { 1 }), 0.25f, 3f, 0.5f, new[] { 0, 1 }),
    ];
}
