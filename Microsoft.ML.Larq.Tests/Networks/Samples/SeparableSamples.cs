using Microsoft.ML.Larq.Networks;
using static Microsoft.ML.Larq.Tests.Networks.Samples.SampleShapes;

namespace Microsoft.ML.Larq.Tests.Networks.Samples;

/// <summary>Convolutions of each channel on its own, followed by one that mixes them at each place.</summary>
internal static class SeparableSamples
{
    public static KindSample[] All { get; } =
    [
        new(
            Set(new SeparableConv2DLayer
            {
                Filters = 6,
                KernelSize = (3, 2),
                Strides = (2, 1),
                DilationRate = (1, 2),
                Activation = ActivationFunction.LeakyTanh,
            }),
            Image),
        new(
            Set(new SeparableConv2DLayer
            {
                Filters = 6,
                KernelSize = (3, 2),
                Strides = (2, 1),
                DilationRate = (1, 2),
                PadValue = 1f,
                Activation = ActivationFunction.Relu,
                InputQuantizer = Quantizer.ApproxSign(),
                Depthwise = Quantizer.SteSign(),
                Pointwise = Quantizer.SteSign(1.3f),
            }),
            Image),
        new(
            Set(new SeparableConv1DLayer
            {
                Filters = 6,
                KernelSize = 3,
                Strides = 2,
                DilationRate = 2,
                Activation = ActivationFunction.LeakyTanh,
            }),
            Sequence),
        new(
            Set(new SeparableConv1DLayer
            {
                Filters = 6,
                KernelSize = 3,
                Strides = 2,
                DilationRate = 2,
                PadValue = 1f,
                Activation = ActivationFunction.Relu,
                InputQuantizer = Quantizer.ApproxSign(),
                Depthwise = Quantizer.SteSign(),
                Pointwise = Quantizer.SteSign(1.3f),
            }),
            Sequence),
    ];

    private static T Set<T>(T kind)
        where T : SeparableKind => KindSamples.Biased(kind) with
        {
            Padding = PadMode.Same,
            DepthMultiplier = 3,
            UseBias = false,
            Depthwise = kind.Depthwise with
            {
                Initializer = Initializer.Ones,
                Regularizer = WeightRegularizer.L2(4),
                Constraint = WeightConstraint.WeightClip(),
            },
            Pointwise = kind.Pointwise with
            {
                Initializer = Initializer.Constant(0.5f),
                Regularizer = WeightRegularizer.L2(5),
                Constraint = WeightConstraint.WeightClip(1.25f),
            },
        };
}
