using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Formats.Keras;

/// <summary>What the dictionaries of KerasConfigs.json say, in words of the hub.</summary>
internal static class KerasExpected
{
    private static readonly Quantizer Sign = Quantizer.SteSign();
    private static readonly Kernel Binary = new()
    {
        Quantizer = Quantizer.SteSign(1.25f),
        Constraint = WeightConstraint.WeightClip(),
    };

    private static readonly Kernel BinarySign = Binary with { Quantizer = Sign };

    /// <summary>The kind of each class; the rows that a layer of it can read decide between ranks.</summary>
    public static IReadOnlyDictionary<string, LayerKind> Kinds { get; } = new LayerKind[]
    {
        new AddLayer(),
        new AveragePooling1DLayer { PoolSize = 2, Strides = 2 },
        new AveragePooling2DLayer { PoolSize = 2, Strides = (2, 2) },
        new BatchNormalizationLayer { Momentum = 0.99f, Epsilon = 0.001f },
        new ConcatenateLayer(),
        new Conv1DLayer { Filters = 4, KernelSize = 3 },
        new Conv2DLayer { Filters = 4, KernelSize = 3 },
        new Conv2DTransposeLayer { Filters = 4, KernelSize = 3 },
        new Conv3DLayer { Filters = 4, KernelSize = 3 },
        new Conv3DTransposeLayer { Filters = 4, KernelSize = 3 },
        new DenseLayer { Units = 4 },
        new DepthwiseConv2DLayer { KernelSize = 3 },
        new DropoutLayer { Rate = 0.25f },
        new FlattenLayer(),
        new GlobalAveragePooling1DLayer(),
        new GlobalAveragePooling2DLayer(),
        new GlobalMaxPooling1DLayer(),
        new GlobalMaxPooling2DLayer(),
        new IdentityLayer(),
        new LayerNormalizationLayer { Epsilon = 0.001f },
        new LeakyReLULayer { Alpha = 0.3f },
        new LocallyConnected1DLayer { Filters = 4, KernelSize = 3 },
        new LocallyConnected2DLayer { Filters = 4, KernelSize = 3 },
        new MaxPooling1DLayer { PoolSize = 2, Strides = 2 },
        new MaxPooling2DLayer { PoolSize = 2, Strides = (2, 2) },
        new MultiplyLayer(),
        new PReLULayer(),
        new Conv1DLayer
        {
            Filters = 4,
            KernelSize = 3,
            InputQuantizer = Sign,
            Kernel = Binary,
        },
        new Conv2DTransposeLayer
        {
            Filters = 4,
            KernelSize = 3,
            InputQuantizer = Sign,
            Kernel = Binary,
        },
        new Conv3DLayer
        {
            Filters = 4,
            KernelSize = 3,
            InputQuantizer = Sign,
            Kernel = Binary,
        },
        new Conv3DTransposeLayer
        {
            Filters = 4,
            KernelSize = 3,
            InputQuantizer = Sign,
            Kernel = Binary,
        },
        new DepthwiseConv2DLayer
        {
            KernelSize = 3,
            InputQuantizer = Sign,
            Depthwise = BinarySign,
        },
        new LocallyConnected1DLayer
        {
            Filters = 4,
            KernelSize = 3,
            InputQuantizer = Sign,
            Kernel = Binary,
        },
        new LocallyConnected2DLayer
        {
            Filters = 4,
            KernelSize = 3,
            InputQuantizer = Sign,
            Kernel = Binary,
        },
        new SeparableConv1DLayer
        {
            Filters = 4,
            KernelSize = 3,
            InputQuantizer = Sign,
            Depthwise = BinarySign,
            Pointwise = BinarySign,
        },
        new SeparableConv2DLayer
        {
            Filters = 4,
            KernelSize = 3,
            InputQuantizer = Sign,
            Depthwise = BinarySign,
            Pointwise = BinarySign,
        },
        new SeparableConv1DLayer { Filters = 4, KernelSize = 3 },
        new SeparableConv2DLayer { Filters = 4, KernelSize = 3 },
        new SoftmaxLayer(),
        new UpSampling1DLayer { Size = 2 },
        new UpSampling2DLayer { Size = 2, Interpolation = Interpolation.Nearest },
        new ZeroPadding1DLayer { Before = 1, After = 1 },
        new ZeroPadding2DLayer { Before = 1, After = 1 },
    }.ToDictionary(kind => kind.ClassName);

    /// <summary>The kind of one dictionary; a class of several forms tells them by what it says.</summary>
    public static LayerKind Of(string className, string config) => className switch
    {
        "Activation" => Activation(config),
        "SteSign" => Layer(Sign),
        "ApproxSign" => Layer(Quantizer.ApproxSign()),
        "SwishSign" => Layer(Quantizer.SwishSign()),
        "MagnitudeAwareSign" => Layer(Quantizer.MagnitudeAwareSign()),
        "SteHeaviside" => Layer(Quantizer.SteHeaviside()),
        "SteTern" => Layer(Quantizer.SteTern()),
        "DoReFa" or "DoReFaQuantizer" => Layer(Quantizer.DoReFa(2)),
        "NoOp" => Layer(Quantizer.NoOp(1)),
        "ELU" => new ActivationLayer { Function = ActivationFunction.Elu },
        "ReLU" => new ActivationLayer { Function = ActivationFunction.Relu },
        "Reshape" => new ReshapeLayer { TargetShape = new TensorShape(64, 4) },
        "QuantDense" => QuantDense(config),
        "QuantConv2D" => new Conv2DLayer
        {
            Filters = 4,
            KernelSize = 3,
            Padding = PadMode.Same,
            PadValue = config.Contains("\"pad_values\": 1.0", StringComparison.Ordinal) ? 1 : 0,
            InputQuantizer = Sign,
            Kernel = Binary,
        },
        _ => Kinds[className],
    };

    private static QuantizeLayer Layer(Quantizer quantizer) => new() { Quantizer = quantizer };

    private static LayerKind Activation(string config) =>
        config.Contains("ste_sign", StringComparison.Ordinal) || config.Contains("SteSign", StringComparison.Ordinal)
            ? Layer(Sign)
            : new ActivationLayer
            {
                Function = config.Contains("hard_tanh", StringComparison.Ordinal) ? ActivationFunction.HardTanh
                    : config.Contains("leaky_tanh", StringComparison.Ordinal) ? ActivationFunction.LeakyTanh
                    : ActivationFunction.Relu,
            };

    private static DenseLayer QuantDense(string config) =>
        config.Contains("\"input_quantizer\": null", StringComparison.Ordinal)
            ? new DenseLayer { Units = 4 }
            : new DenseLayer
            {
                Units = 4,
                InputQuantizer = Sign,
                Kernel = Binary,
            };
}
