using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Tests.Families;

namespace Microsoft.ML.Larq.Tests.Optimizers;

/// <summary>Every factory of a clipping, and another bound.</summary>
internal static class ClippingSamples
{
    public static FactorySample[] All { get; } =
    [
        new(() => GradientClipping.ByValue(3), 4f),
        new(() => GradientClipping.ByNorm(3), 4f),
        new(() => GradientClipping.ByGlobalNorm(3), 4f),
    ];
}
