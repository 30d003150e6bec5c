using Microsoft.ML.Larq.Networks;
using static Microsoft.ML.Larq.Tests.Networks.Samples.SampleShapes;

namespace Microsoft.ML.Larq.Tests.Networks.Samples;

/// <summary>Convolutions of sequences, images and volumes that mix the channels of a group.</summary>
internal static class ConvolutionSamples
{
    public static KindSample[] All { get; } =
    [
        new(
            Set(new Conv2DLayer
            {
                Filters = 6,
                KernelSize = (3, 2),
                Strides = (2, 1),
                DilationRate = (1, 2),
                Activation = ActivationFunction.LeakyTanh,
            }),
            Image),
        new(
            Set(new Conv2DLayer
            {
                Filters = 6,
                KernelSize = (3, 2),
                Strides = (2, 1),
                DilationRate = (1, 2),
                PadValue = 1f,
                Activation = ActivationFunction.HardTanh,
                InputQuantizer = Quantizer.ApproxSign(),
                Kernel = Quantizer.SteSign(),
            }),
            Image),
        new(
            Set(new Conv1DLayer
            {
                Filters = 6,
                KernelSize = 3,
                Strides = 2,
                DilationRate = 2,
                Activation = ActivationFunction.Tanh,
            }),
            Sequence),
        new(
            Set(new Conv1DLayer
            {
                Filters = 6,
                KernelSize = 3,
                Strides = 2,
                DilationRate = 2,
                PadValue = 1f,
                Activation = ActivationFunction.HardTanh,
                InputQuantizer = Quantizer.ApproxSign(),
                Kernel = Quantizer.SteSign(),
            }),
            Sequence),
        new(
            Set(new Conv3DLayer
            {
                Filters = 6,
                KernelSize = (2, 3, 2),
                Strides = (1, 2, 1),
                DilationRate = (2, 1, 2),
                Activation = ActivationFunction.Sigmoid,
            }),
            Volume),
        new(
            Set(new Conv3DLayer
            {
                Filters = 6,
                KernelSize = (2, 3, 2),
                Strides = (1, 2, 1),
                DilationRate = (2, 1, 2),
                PadValue = 1f,
                Activation = ActivationFunction.HardTanh,
                InputQuantizer = Quantizer.ApproxSign(),
                Kernel = Quantizer.SteSign(),
            }),
            Volume),
    ];

    private static T Set<T>(T kind)
        where T : FilterKind => KindSamples.Biased(kind) with
        {
            Padding = PadMode.Same,
            Groups = 2,
            UseBias = false,
            Kernel = kind.Kernel with
            {
                Initializer = Initializer.Ones,
                Regularizer = WeightRegularizer.L2(4),
                Constraint = WeightConstraint.WeightClip(),
            },
        };
}
