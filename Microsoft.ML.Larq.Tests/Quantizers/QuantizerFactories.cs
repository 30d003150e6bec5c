using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Families;

namespace Microsoft.ML.Larq.Tests.Quantizers;

/// <summary>Every factory of a quantizer with arguments that are not its defaults, and others.</summary>
internal static class QuantizerFactories
{
    public static FactorySample[] All { get; } =
    [
        new(() => Quantizer.SteSign(1.25f), 2f),
        new(() => Quantizer.ApproxSign()),
        new(() => Quantizer.SwishSign(10f), 6f),
        new(() => Quantizer.MagnitudeAwareSign(1.25f), 2f),
        new(() => Quantizer.MagnitudeAwareSignUnclipped()),
        new(() => Quantizer.SteHeaviside(1.25f), 2f),
        new(() => Quantizer.SteTern(0.5f, true, 1.25f), 0.25f, false, 2f),
        new(() => Quantizer.DoReFa(4, DoReFaMode.Weights), 3, DoReFaMode.Activations),
        new(() => Quantizer.NoOp(1), 2),
        new(() => Quantizer.XnorWeightScale()),
    ];
}
