using Microsoft.ML.Larq.Networks;
using static Microsoft.ML.Larq.Tests.Networks.Samples.SampleShapes;

namespace Microsoft.ML.Larq.Tests.Networks.Samples;

/// <summary>Layers that shift, stretch or scale, and dropout.</summary>
internal static class NormalizationSamples
{
    public static KindSample[] All { get; } =
    [
        new(
            new BatchNormalizationLayer
            {
                Momentum = 0.1f,
                Epsilon = 1e-7f,
                Center = false,
                Scale = false,
                Trainable = false,
            },
            Image),
        new(new LayerNormalizationLayer { Epsilon = 1e-5f, Center = false, Scale = false, Trainable = false }, Image),
        new(
            new ScaleLayer
            {
                Axes = [1, 3],
                Scale = new Coefficients
                {
                    Initializer = Initializer.Zeros,
                    Regularizer = WeightRegularizer.L2(),
                    Constraint = WeightConstraint.NonNeg(),
                },
                Trainable = false,
            },
            Image),
        new(new DropoutLayer { Rate = 0.1f }, Vector),
    ];
}
