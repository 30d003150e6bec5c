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
            Set(new DenseLayer
            {
                Units = 7,
                Activation = ActivationFunction.Relu6,
                InputQuantizer = Quantizer.SteSign(null),
                Kernel = Quantizer.SteSign(1.3f),
            }),
            Vector),
    ];

    private static DenseLayer Set(DenseLayer kind) => KindSamples.Biased(kind) with
    {
        UseBias = false,
        Kernel = kind.Kernel with
        {
            Initializer = Initializer.Ones,
            Regularizer = WeightRegularizer.L2(1),
            Constraint = WeightConstraint.WeightClip(0.3f),
        },
    };
}
