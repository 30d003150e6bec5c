using Microsoft.ML.Larq.Networks;
using static Microsoft.ML.Larq.Tests.Networks.Samples.SampleShapes;

namespace Microsoft.ML.Larq.Tests.Networks.Samples;

/// <summary>Functions of single elements, and softmax.</summary>
internal static class ActivationSamples
{
    public static KindSample[] All { get; } =
    [
        new(new ActivationLayer { Function = ActivationFunction.Sigmoid }, Image),
        new(new QuantizeLayer { Quantizer = Quantizer.SteHeaviside(), Trainable = false }, Image),
        new(new LeakyReLULayer { Alpha = 0.125f }, Image),
        new(
            new PReLULayer
            {
                SharedAxes = [1],
                AlphaInitializer = Initializer.Ones,
                AlphaRegularizer = WeightRegularizer.L2(),
                AlphaConstraint = WeightConstraint.NonNeg(),
                Trainable = false,
            },
            Image),
        new(new SoftmaxLayer(), Image),
        new(new IdentityLayer(), Image),
    ];
}
