using Microsoft.ML.Larq.Networks;
using static Microsoft.ML.Larq.Tests.Networks.Samples.SampleShapes;

namespace Microsoft.ML.Larq.Tests.Networks.Samples;

/// <summary>Convolutions of each channel on its own.</summary>
internal static class DepthwiseSamples
{
    public static KindSample[] All { get; } =
    [
        new(Set(new DepthwiseConv2DLayer { KernelSize = (3, 2), Activation = ActivationFunction.LeakyTanh }), Image),
        new(
            Set(new DepthwiseConv2DLayer
            {
                KernelSize = (3, 2),
                PadValue = 1f,
                Activation = ActivationFunction.HardTanh,
                InputQuantizer = Quantizer.ApproxSign(),
                Depthwise = Quantizer.SteSign(),
            }),
            Image),
    ];

    private static DepthwiseConv2DLayer Set(DepthwiseConv2DLayer kind) => KindSamples.Biased(kind) with
    {
        Strides = (2, 1),
        Padding = PadMode.Same,
        DilationRate = (1, 2),
        DepthMultiplier = 3,
        UseBias = false,
        Depthwise = kind.Depthwise with
        {
            Initializer = Initializer.Ones,
            Regularizer = WeightRegularizer.L2(4),
            Constraint = WeightConstraint.WeightClip(),
        },
    };
}
