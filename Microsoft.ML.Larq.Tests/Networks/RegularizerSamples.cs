using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Families;

namespace Microsoft.ML.Larq.Tests.Networks;

/// <summary>Every factory of a regularizer with arguments that are not its defaults, and others.</summary>
internal static class RegularizerSamples
{
    public static FactorySample[] All { get; } =
    [
        new(() => WeightRegularizer.L1(0.5f), 0.25f),
        new(() => WeightRegularizer.L2(0.5f), 0.25f),
        new(() => WeightRegularizer.L1L2(0.5f, 0.25f), 0.125f, 0.125f),
    ];
}
