using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Networks;

/// <summary>Every kind of layer with no parameter at its default, and the inputs that it accepts.</summary>
internal static class KindSamples
{
    private static readonly TensorShape Image = new(9, 8, 4);
    private static readonly TensorShape Sequence = new(9, 4);
    private static readonly TensorShape Vector = new(6);

    public static IReadOnlyList<KindSample> All { get; } =
    [
        new(new InputLayer { Shape = Image }, []),
        new(new QuantileThermometerLayer { Bits = 5 }, [Vector]),
        new(
            new DenseLayer
            {
                Units = 7,
                UseBias = false,
                Trainable = false,
                Activation = ActivationFunction.Tanh,
                KernelInitializer = Initializer.Ones,
                KernelConstraint = WeightConstraint.WeightClip(0.3f),
            },
            [Vector]),
        new(
            new QuantDenseLayer
            {
                Units = 7,
                UseBias = false,
                Trainable = false,
                Activation = ActivationFunction.Relu6,
                KernelInitializer = Initializer.Zeros,
                KernelConstraint = WeightConstraint.WeightClip(1.25f),
                InputQuantizer = Quantizer.SteSign(null),
                KernelQuantizer = Quantizer.SteSign(1.3f),
            },
            [Vector]),
        new(
            new Conv2DLayer
            {
                Filters = 6,
                KernelSize = (3, 2),
                Strides = (2, 1),
                Padding = Padding.Same,
                DilationRate = (1, 2),
                Groups = 2,
                UseBias = false,
                Trainable = false,
                Activation = ActivationFunction.LeakyTanh,
                KernelInitializer = Initializer.Ones,
                KernelConstraint = WeightConstraint.WeightClip(),
            },
            [Image]),
        new(
            new QuantConv2DLayer
            {
                Filters = 6,
                KernelSize = (3, 2),
                Strides = (2, 1),
                Padding = Padding.Same,
                PadValue = 1f,
                DilationRate = (1, 2),
                Groups = 2,
                UseBias = false,
                Trainable = false,
                Activation = ActivationFunction.HardTanh,
                KernelInitializer = Initializer.Ones,
                KernelConstraint = WeightConstraint.WeightClip(),
                InputQuantizer = Quantizer.ApproxSign(),
                KernelQuantizer = Quantizer.SteSign(),
            },
            [Image]),
        new(
            new DepthwiseConv2DLayer
            {
                KernelSize = (3, 2),
                Strides = (2, 1),
                Padding = Padding.Same,
                DilationRate = (1, 2),
                DepthMultiplier = 3,
                UseBias = false,
                Trainable = false,
                Activation = ActivationFunction.LeakyTanh,
                DepthwiseInitializer = Initializer.Ones,
                DepthwiseConstraint = WeightConstraint.WeightClip(),
            },
            [Image]),
        new(
            new QuantDepthwiseConv2DLayer
            {
                KernelSize = (3, 2),
                Strides = (2, 1),
                Padding = Padding.Same,
                DilationRate = (1, 2),
                DepthMultiplier = 3,
                UseBias = false,
                Trainable = false,
                Activation = ActivationFunction.HardTanh,
                DepthwiseInitializer = Initializer.Ones,
                DepthwiseConstraint = WeightConstraint.WeightClip(),
                PadValue = 1f,
                InputQuantizer = Quantizer.ApproxSign(),
                DepthwiseQuantizer = Quantizer.SteSign(),
            },
            [Image]),
        new(
            new SeparableConv2DLayer
            {
                Filters = 6,
                KernelSize = (3, 2),
                Strides = (2, 1),
                Padding = Padding.Same,
                DilationRate = (1, 2),
                DepthMultiplier = 3,
                UseBias = false,
                Trainable = false,
                Activation = ActivationFunction.LeakyTanh,
                DepthwiseInitializer = Initializer.Ones,
                DepthwiseConstraint = WeightConstraint.WeightClip(),
                PointwiseInitializer = Initializer.Ones,
                PointwiseConstraint = WeightConstraint.WeightClip(),
            },
            [Image]),
        new(
            new QuantSeparableConv2DLayer
            {
                Filters = 6,
                KernelSize = (3, 2),
                Strides = (2, 1),
                Padding = Padding.Same,
                DilationRate = (1, 2),
                DepthMultiplier = 3,
                UseBias = false,
                Trainable = false,
                Activation = ActivationFunction.Relu,
                DepthwiseInitializer = Initializer.Ones,
                DepthwiseConstraint = WeightConstraint.WeightClip(),
                DepthwiseQuantizer = Quantizer.SteSign(),
                PointwiseInitializer = Initializer.Ones,
                PointwiseConstraint = WeightConstraint.WeightClip(),
                PointwiseQuantizer = Quantizer.SteSign(),
                PadValue = 1f,
                InputQuantizer = Quantizer.ApproxSign(),
            },
            [Image]),
        new(
            new Conv1DLayer
            {
                Filters = 6,
                KernelSize = 3,
                Strides = 2,
                Padding = Padding.Same,
                DilationRate = 2,
                Groups = 2,
                UseBias = false,
                Trainable = false,
                Activation = ActivationFunction.Tanh,
                KernelInitializer = Initializer.Ones,
                KernelConstraint = WeightConstraint.WeightClip(),
            },
            [Sequence]),
        new(
            new QuantConv1DLayer
            {
                Filters = 6,
                KernelSize = 3,
                Strides = 2,
                Padding = Padding.Same,
                DilationRate = 2,
                Groups = 2,
                UseBias = false,
                Trainable = false,
                Activation = ActivationFunction.HardTanh,
                KernelInitializer = Initializer.Ones,
                KernelConstraint = WeightConstraint.WeightClip(),
                KernelQuantizer = Quantizer.SteSign(),
                PadValue = 1f,
                InputQuantizer = Quantizer.ApproxSign(),
            },
            [Sequence]),
        new(
            new SeparableConv1DLayer
            {
                Filters = 6,
                KernelSize = 3,
                Strides = 2,
                Padding = Padding.Same,
                DilationRate = 2,
                DepthMultiplier = 3,
                UseBias = false,
                Trainable = false,
                Activation = ActivationFunction.LeakyTanh,
                DepthwiseInitializer = Initializer.Ones,
                DepthwiseConstraint = WeightConstraint.WeightClip(),
                PointwiseInitializer = Initializer.Ones,
                PointwiseConstraint = WeightConstraint.WeightClip(),
            },
            [Sequence]),
        new(
            new QuantSeparableConv1DLayer
            {
                Filters = 6,
                KernelSize = 3,
                Strides = 2,
                Padding = Padding.Same,
                DilationRate = 2,
                DepthMultiplier = 3,
                UseBias = false,
                Trainable = false,
                Activation = ActivationFunction.Relu,
                DepthwiseInitializer = Initializer.Ones,
                DepthwiseConstraint = WeightConstraint.WeightClip(),
                DepthwiseQuantizer = Quantizer.SteSign(),
                PointwiseInitializer = Initializer.Ones,
                PointwiseConstraint = WeightConstraint.WeightClip(),
                PointwiseQuantizer = Quantizer.SteSign(),
                PadValue = 1f,
                InputQuantizer = Quantizer.ApproxSign(),
            },
            [Sequence]),
        new(new MaxPooling1DLayer { PoolSize = 3, Strides = 2, Padding = Padding.Same }, [Sequence]),
        new(new AveragePooling1DLayer { PoolSize = 3, Strides = 2, Padding = Padding.Same }, [Sequence]),
        new(new GlobalAveragePooling1DLayer(), [Sequence]),
        new(new GlobalMaxPooling1DLayer(), [Sequence]),
        new(new GlobalMaxPooling2DLayer(), [Image]),
        new(new BatchNormalizationLayer { Momentum = 0.1f, Epsilon = 1e-7f, Center = false, Scale = false, Trainable = false }, [Image]),
        new(new ActivationLayer { Function = ActivationFunction.Sigmoid }, [Image]),
        new(new MaxPooling2DLayer { PoolSize = (3, 2), Strides = (1, 2), Padding = Padding.Same }, [Image]),
        new(new AveragePooling2DLayer { PoolSize = (3, 2), Strides = (1, 2), Padding = Padding.Same }, [Image]),
        new(new GlobalAveragePooling2DLayer(), [Image]),
        new(new FlattenLayer(), [Image]),
        new(new DropoutLayer { Rate = 0.1f }, [Vector]),
        new(new AddLayer(), [Image, Image]),
        new(new ConcatenateLayer(), [Vector, Vector]),
    ];

    /// <summary>The sample as a network of its own; several inputs are one and the same tensor.</summary>
    public static NetworkDefinition Network(KindSample sample) => sample.Inputs is []
        ? NetworkDefinition.Build(((InputLayer)sample.Kind).Shape, input => input)
        : NetworkDefinition.Build(sample.Inputs[0], input =>
            input.Apply(sample.Kind, Enumerable.Repeat(input, sample.Inputs.Length - 1), "sample"));
}

internal sealed record KindSample(LayerKind Kind, TensorShape[] Inputs);
