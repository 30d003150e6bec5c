using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Formats;

/// <summary>How each of Keras' and Larq's classes becomes a kind of layer: the row that a new kind adds here.</summary>
internal static class KerasKinds
{
    private static readonly Dictionary<string, Func<KerasConfig, IReadOnlyList<TensorShape>, LayerKind>> ByClass = new()
    {
        ["Activation"] = (config, _) => new ActivationLayer { Function = config.Activation() },
        ["Add"] = (_, _) => new AddLayer(),
        ["AveragePooling2D"] = (config, _) => new AveragePooling2DLayer
        {
            PoolSize = config.Size("pool_size"),
            Strides = config.SizeOrNull("strides"),
            Padding = config.Padding(),
        },
        ["BatchNormalization"] = BatchNormalization,
        ["Concatenate"] = (config, inputs) =>
        {
            config.LastAxis(inputs[0].Rank);
            return new ConcatenateLayer();
        },
        ["Conv2D"] = (config, _) => new Conv2DLayer
        {
            Filters = config.Whole("filters"),
            KernelSize = config.Size("kernel_size"),
            Strides = config.SizeOrNull("strides") ?? Size2D.One,
            Padding = config.Padding(),
            DilationRate = config.SizeOrNull("dilation_rate") ?? Size2D.One,
            Groups = config.Whole("groups", 1),
            UseBias = config.Flag("use_bias", true),
            Activation = config.Activation(),
            KernelInitializer = config.Initializer("kernel_initializer"),
            KernelConstraint = config.Constraint("kernel_constraint"),
            Trainable = config.Trainable,
        },
        ["Dense"] = (config, _) => new DenseLayer
        {
            Units = config.Whole("units"),
            UseBias = config.Flag("use_bias", true),
            Activation = config.Activation(),
            KernelInitializer = config.Initializer("kernel_initializer"),
            KernelConstraint = config.Constraint("kernel_constraint"),
            Trainable = config.Trainable,
        },
        ["Dropout"] = (config, _) => new DropoutLayer { Rate = config.Single("rate", 0f) },
        ["Flatten"] = (_, _) => new FlattenLayer(),
        ["GlobalAveragePooling2D"] = (_, _) => new GlobalAveragePooling2DLayer(),
        ["MaxPooling2D"] = (config, _) => new MaxPooling2DLayer
        {
            PoolSize = config.Size("pool_size"),
            Strides = config.SizeOrNull("strides"),
            Padding = config.Padding(),
        },
        ["QuantConv2D"] = (config, _) => new QuantConv2DLayer
        {
            Filters = config.Whole("filters"),
            KernelSize = config.Size("kernel_size"),
            Strides = config.SizeOrNull("strides") ?? Size2D.One,
            Padding = config.Padding(),
            PadValue = config.Single("pad_values", 0f),
            DilationRate = config.SizeOrNull("dilation_rate") ?? Size2D.One,
            Groups = config.Whole("groups", 1),
            UseBias = config.Flag("use_bias", true),
            Activation = config.Activation(),
            InputQuantizer = config.Quantizer("input_quantizer"),
            KernelQuantizer = config.Quantizer("kernel_quantizer"),
            KernelInitializer = config.Initializer("kernel_initializer"),
            KernelConstraint = config.Constraint("kernel_constraint"),
            Trainable = config.Trainable,
        },
        ["QuantDense"] = (config, _) => new QuantDenseLayer
        {
            Units = config.Whole("units"),
            UseBias = config.Flag("use_bias", true),
            Activation = config.Activation(),
            InputQuantizer = config.Quantizer("input_quantizer"),
            KernelQuantizer = config.Quantizer("kernel_quantizer"),
            KernelInitializer = config.Initializer("kernel_initializer"),
            KernelConstraint = config.Constraint("kernel_constraint"),
            Trainable = config.Trainable,
        },
        ["ReLU"] = ReLU,
    };

    /// <summary>Keras' classes that can be read.</summary>
    public static IEnumerable<string> Known => ByClass.Keys.Order(StringComparer.Ordinal);

    /// <summary>The kind that a layer's configuration describes.</summary>
    /// <exception cref="FormatException">There is no such kind, or a parameter cannot be kept; layer and class are named.</exception>
    public static LayerKind Read(KerasConfig config, IReadOnlyList<TensorShape> inputs)
    {
        if (!ByClass.TryGetValue(config.ClassName, out var row))
            throw config.Error($"is of a class that cannot be read; those that can are {string.Join(", ", Known)}.");
        config.Require("data_format", "channels_last");
        var kind = row(config, inputs);
        config.Finish();
        return kind;
    }

    private static BatchNormalizationLayer BatchNormalization(KerasConfig config, IReadOnlyList<TensorShape> inputs)
    {
        config.LastAxis(inputs[0].Rank);
        config.Require("fused", "true");
        return new BatchNormalizationLayer
        {
            Momentum = config.Single("momentum", 0.99f),
            Epsilon = config.Single("epsilon", 1e-3f),
            Center = config.Flag("center", true),
            Scale = config.Flag("scale", true),
            Trainable = config.Trainable,
        };
    }

    private static ActivationLayer ReLU(KerasConfig config, IReadOnlyList<TensorShape> inputs)
    {
        config.Require("negative_slope", "0", "0.0");
        config.Require("threshold", "0", "0.0");
        return config.Single("max_value", float.PositiveInfinity) switch
        {
            float.PositiveInfinity => new ActivationLayer { Function = ActivationFunction.Relu },
            6f => new ActivationLayer { Function = ActivationFunction.Relu6 },
            var other => throw config.Error($"has 'max_value' none or 6, got {other}."),
        };
    }
}
