using Microsoft.ML.Larq.Networks;
using static Microsoft.ML.Larq.Tests.Networks.Samples.SampleShapes;

namespace Microsoft.ML.Larq.Tests.Networks.Samples;

/// <summary>Transposed convolutions.</summary>
internal static class TransposedSamples
{
    public static KindSample[] All { get; } =
    [
        new(
            Set(new Conv2DTransposeLayer
            {
                Filters = 3,
                KernelSize = (2, 3),
                Strides = (2, 1),
                OutputPadding = (1, 0),
                DilationRate = (1, 2),
            }),
            Image),
        new(
            Set(new Conv2DTransposeLayer
            {
                Filters = 3,
                KernelSize = (2, 3),
                Strides = (2, 1),
                OutputPadding = (1, 0),
                DilationRate = (1, 2),
                InputQuantizer = Quantizer.ApproxSign(),
                Kernel = Quantizer.SteSign(),
            }),
            Image),
        new(
            Set(new Conv3DTransposeLayer
            {
                Filters = 3,
                KernelSize = (1, 2, 3),
                Strides = (1, 2, 1),
                OutputPadding = (0, 1, 0),
                DilationRate = (2, 1, 2),
            }),
            SmallVolume),
        new(
            Set(new Conv3DTransposeLayer
            {
                Filters = 3,
                KernelSize = (1, 2, 3),
                Strides = (1, 2, 1),
                OutputPadding = (0, 1, 0),
                DilationRate = (2, 1, 2),
                InputQuantizer = Quantizer.ApproxSign(),
                Kernel = Quantizer.SteSign(),
            }),
            SmallVolume),
    ];

    private static T Set<T>(T kind)
        where T : TransposedKind => KindSamples.Biased(kind) with
        {
            Padding = PadMode.Same,
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
