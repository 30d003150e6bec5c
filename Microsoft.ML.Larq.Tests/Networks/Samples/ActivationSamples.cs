using Microsoft.ML.Larq.Networks;
using static Microsoft.ML.Larq.Tests.Networks.Samples.SampleShapes;

namespace Microsoft.ML.Larq.Tests.Networks.Samples;

/// <summary>Functions of single elements, and softmax.</summary>
internal static class ActivationSamples
{
    public static KindSample[] All { get; } =
    [
        new(new ActivationLayer { Function = ActivationFunction.LeakyTanh, Alpha = 0.125f }, Image),
        new(new QuantizeLayer { Quantizer = Quantizer.SteHeaviside(), Trainable = false }, Image),
        new(new LeakyReLULayer { Alpha = 0.125f }, Image),
        new(
            new PReLULayer
            {
                SharedAxes = [1],
                Alpha = new Coefficients
                {
                    Initializer = Initializer.Ones,
                    Regularizer = WeightRegularizer.L2(),
                    Constraint = WeightConstraint.NonNeg(),
                },
                Trainable = false,
            },
            Image),
        new(new SoftmaxLayer(), Image),
        new(new IdentityLayer(), Image),
    ];
}
