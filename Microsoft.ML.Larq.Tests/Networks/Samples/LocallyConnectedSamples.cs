using Microsoft.ML.Larq.Networks;
using static Microsoft.ML.Larq.Tests.Networks.Samples.SampleShapes;

namespace Microsoft.ML.Larq.Tests.Networks.Samples;

/// <summary>Convolutions with a kernel of its own at each place.</summary>
internal static class LocallyConnectedSamples
{
    public static KindSample[] All { get; } =
    [
        new(Set(new LocallyConnected1DLayer { Filters = 3, KernelSize = 3, Strides = 2 }), Sequence),
        new(
            Set(new LocallyConnected1DLayer
            {
                Filters = 3,
                KernelSize = 3,
                Strides = 2,
                InputQuantizer = Quantizer.ApproxSign(),
                Kernel = Quantizer.SteSign(),
            }),
            Sequence),
        new(Set(new LocallyConnected2DLayer { Filters = 3, KernelSize = (3, 2), Strides = (2, 1) }), Image),
        new(
            Set(new LocallyConnected2DLayer
            {
                Filters = 3,
                KernelSize = (3, 2),
                Strides = (2, 1),
                InputQuantizer = Quantizer.ApproxSign(),
                Kernel = Quantizer.SteSign(),
            }),
            Image),
    ];

    private static T Set<T>(T kind)
        where T : LocallyConnectedKind => KindSamples.Biased(kind) with
        {
            UseBias = false,
            Activation = ActivationFunction.HardTanh,
            Kernel = kind.Kernel with
            {
                Initializer = Initializer.Ones,
                Regularizer = WeightRegularizer.L2(4),
                Constraint = WeightConstraint.WeightClip(),
            },
        };
}
