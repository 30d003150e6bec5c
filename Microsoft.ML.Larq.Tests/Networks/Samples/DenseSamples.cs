using Microsoft.ML.Larq.Networks;
using static Microsoft.ML.Larq.Tests.Networks.Samples.SampleShapes;

namespace Microsoft.ML.Larq.Tests.Networks.Samples;

/// <summary>Densely connected layers.</summary>
internal static class DenseSamples
{
    public static KindSample[] All { get; } =
    [
        new(Set(new DenseLayer { Units = 7, Activation = ActivationFunction.Tanh }), Vector),
        new(
            Set(new QuantDenseLayer
            {
                Units = 7,
                Activation = ActivationFunction.Relu6,
                InputQuantizer = Quantizer.SteSign(null),
                KernelQuantizer = Quantizer.SteSign(1.3f),
            }),
            Vector),
    ];

    private static T Set<T>(T kind)
        where T : DenseKind => KindSamples.Biased(kind) with
        {
            UseBias = false,
            KernelInitializer = Initializer.Ones,
            KernelRegularizer = WeightRegularizer.L2(1),
            KernelConstraint = WeightConstraint.WeightClip(0.3f),
        };
}
