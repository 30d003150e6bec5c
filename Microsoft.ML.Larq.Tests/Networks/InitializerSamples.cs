using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Families;
using static Microsoft.ML.Larq.Networks.WeightDistribution;

namespace Microsoft.ML.Larq.Tests.Networks;

/// <summary>Every factory of an initializer with arguments that are not its defaults, and others.</summary>
internal static class InitializerSamples
{
    public static FactorySample[] All { get; } =
    [
        new(() => Initializer.Zeros),
        new(() => Initializer.Ones),
        new(() => Initializer.Constant(0.5f), 0.25f),
        new(() => Initializer.RandomUniform(-0.5f, 0.5f), -0.25f, 0.25f),
        new(() => Initializer.RandomNormal(0.5f, 2f), 0.25f, 3f),
        new(() => Initializer.TruncatedNormal(0.5f, 2f), 0.25f, 3f),
        new(() => Initializer.GlorotUniform),
        new(() => Initializer.GlorotNormal),
        new(() => Initializer.HeUniform),
        new(() => Initializer.HeNormal),
        new(() => Initializer.LecunUniform),
        new(() => Initializer.LecunNormal),
        new(
            () => Initializer.VarianceScaling(3f, FanMode.FanOut, UntruncatedNormal),
            2f, FanMode.FanAverage, Uniform),
        new(() => Initializer.Identity(0.5f), 2f),
        new(() => Initializer.Orthogonal(0.5f), 2f),
        new(() => Initializer.Blur),
    ];
}
