using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Tests.Families;

namespace Microsoft.ML.Larq.Tests.Optimizers;

/// <summary>Every factory of an optimizer with arguments that are not its defaults, and others.</summary>
internal static class OptimizerSamples
{
    private static readonly OptimizerSpec Bop = Optimize.Bop();
    private static readonly OptimizerSpec Sgd = Optimize.Sgd();
    private static readonly OptimizerSpec Adam = Optimize.Adam();

    public static FactorySample[] All { get; } =
    [
        new(() => Optimize.Adam(0.5f, 0.8, 0.95, 1e-3), 0.25f, 0.7, 0.9, 1e-2),
        new(() => Optimize.AdamW(0.5f, 0.25, 0.8, 0.95, 1e-3), 0.25f, 0.125, 0.7, 0.9, 1e-2),
        new(() => Optimize.Sgd(0.5f, 0.75, true), 0.25f, 0.5, false),
        new(() => Optimize.RmsProp(0.5f, 0.75, 0.5, 1e-3, true), 0.25f, 0.5, 0.25, 1e-2, false),
        new(() => Optimize.SignSgd(0.5f, 0.75), 0.25f, 0.5),
        new(() => Optimize.Lion(0.5f, 0.8, 0.95, 0.25), 0.25f, 0.7, 0.9, 0.125),
        new(() => Optimize.Bop(0.125f, 0.5f), 0.25f, 0.25f),
        new(() => Optimize.Case(Bop, Sgd), Adam, Adam),
        new(() => Optimize.Case(Sgd, new[] { Case("a", Bop) }), Adam, new[] { Case("a", Bop), Case("b", Sgd) }),
        new(() => Optimize.Case(null, new[] { Case("a", Bop) }), Adam, new[] { Case("a", Sgd) }),
    ];

    private static (string, Func<TrainedWeight, bool>, OptimizerSpec) Case(string name, OptimizerSpec optimizer) =>
        (name, weight => weight.Layer == "a", optimizer);
}
