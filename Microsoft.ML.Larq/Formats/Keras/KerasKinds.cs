using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Formats.Keras;

/// <summary>Which kind of layer each of Keras' and Larq's classes becomes.</summary>
/// <remarks>
/// A kind that is called as Keras' class is, with properties called as its parameters are, needs nothing here; a class
/// that is another one's special case has a row.
/// </remarks>
internal static class KerasKinds
{
    // Not Keras'.
    private static readonly Type[] Own =
    [
        typeof(InputLayer), typeof(QuantileThermometerLayer), typeof(ThermometerLayer), typeof(ChannelPaddingLayer),
        typeof(ChannelSliceLayer), typeof(ScaleLayer), typeof(BlurPool2DLayer), typeof(QuantizeLayer),
    ];

    private static readonly Type[] Pools =
    [
        typeof(GlobalAveragePooling1DLayer), typeof(GlobalAveragePooling2DLayer),
        typeof(GlobalMaxPooling1DLayer), typeof(GlobalMaxPooling2DLayer),
    ];

    private static readonly Dictionary<string, Func<KerasConfig, TensorShape, LayerKind>> Rows = new()
    {
        ["Activation"] = (config, _) => config.Function(),
        ["Dense"] = (config, input) => KerasDense.Read(config, input, isQuantized: false),
        ["QuantDense"] = (config, input) => KerasDense.Read(config, input, isQuantized: true),
        ["ReLU"] = (config, _) => ReLU(config),
        ["ELU"] = (config, _) => ELU(config),
        ["Reshape"] = Reshape,
        ["ZeroPadding1D"] = (config, _) => ZeroPadding1D(config),
        ["ZeroPadding2D"] = (config, _) => ZeroPadding2D(config),
    };

    private static readonly Dictionary<string, LayerClass> Kinds = LayerKinds.Classes
        .Where(one => !Own.Contains(one.Kind)).ToDictionary(one => one.Name, StringComparer.Ordinal);

    /// <summary>Keras' classes that can be read.</summary>
    public static IEnumerable<string> Known =>
        Kinds.Keys.Union(Rows.Keys).Union(Quantizer.ClassNames).Order(StringComparer.Ordinal);

    /// <summary>The kind that a layer's configuration describes.</summary>
    /// <exception cref="FormatException">
    /// There is no such kind, or a parameter cannot be kept; layer and class are named.
    /// </exception>
    public static LayerKind Read(KerasConfig config, IReadOnlyList<TensorShape> inputs)
    {
        var row = Rows.GetValueOrDefault(config.ClassName);
        var kind = Kinds.GetValueOrDefault(config.ClassName);
        if (row is null && kind is null && config.AsQuantizer() is { } quantizer)
            return new QuantizeLayer { Quantizer = quantizer };
        if (row is null && kind is null)
            throw config.Error($"is of a class that cannot be read; those that can are {string.Join(", ", Known)}.");
        config.Require("data_format", "channels_last");
        config.LastAxis(inputs[0].Rank);
        if (kind is not null) Inherited(config, kind.Kind);
        var keepsAxes = kind is not null && Pools.Contains(kind.Kind) && config.Flag("keepdims");
        var read = row is not null ? row(config, inputs[0]) : config.Record(kind!);
        config.Finish();
        if (keepsAxes) config.Follow(KerasOrder.KeepDims, Kept(inputs[0]));
        return read;
    }

    // What a class has from its parents in Keras, and its kind here has not.
    private static void Inherited(KerasConfig config, Type kind)
    {
        if (kind.IsAssignableTo(typeof(TransposedKind)) || kind.IsAssignableTo(typeof(DepthwiseConv2DLayer))
            || kind.IsAssignableTo(typeof(SeparableKind)))
        {
            config.Require("groups", "1");
        }

        // The kernels have initializers of their own.
        if (kind.IsAssignableTo(typeof(SeparableKind)))
            config.Unused("kernel_initializer", Initializer.GlorotUniform);
        if (kind.IsAssignableTo(typeof(LocallyConnectedKind)))
        {
            config.Require("padding", "valid");
            config.Require("implementation", "1");
        }
    }

    // One place along every axis but the channels.
    private static ReshapeLayer Kept(TensorShape input)
    {
        var sizes = new int[input.Rank];
        Array.Fill(sizes, 1);
        sizes[^1] = input.Channels;
        return new ReshapeLayer { TargetShape = new TensorShape(sizes) };
    }

    private static ActivationLayer ReLU(KerasConfig config)
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

    private static ActivationLayer ELU(KerasConfig config) => new()
    {
        Function = ActivationFunction.Elu,
        Alpha = config.Single("alpha", 1) is var alpha && alpha == 1 ? null : alpha,
    };

    // A −1 stands for whatever is left.
    private static ReshapeLayer Reshape(KerasConfig config, TensorShape input)
    {
        var sizes = config.Wholes("target_shape");
        var known = sizes.Where(size => size != -1).Aggregate(1L, (product, size) => product * Math.Max(size, 1));
        return new ReshapeLayer
        {
            TargetShape = new TensorShape([.. sizes.Select(size => size == -1 ? (int)(input.Size / known) : size)]),
        };
    }

    private static ZeroPadding1DLayer ZeroPadding1D(KerasConfig config) => config.Wholes("padding") switch
    {
        [var both] => new ZeroPadding1DLayer { Before = both, After = both },
        [var before, var after] => new ZeroPadding1DLayer { Before = before, After = after },
        var other => throw config.Error($"has a 'padding' of one or two numbers, got {other.Length}."),
    };

    private static ZeroPadding2DLayer ZeroPadding2D(KerasConfig config) => config.Wholes("padding") switch
    {
        [var all] => Padded(all, all, all, all),
        [var rows, var columns] => Padded(rows, rows, columns, columns),
        [var top, var bottom, var left, var right] => Padded(top, bottom, left, right),
        var other => throw config.Error($"has a 'padding' of one, two or four numbers, got {other.Length}."),
    };

    private static ZeroPadding2DLayer Padded(int top, int bottom, int left, int right) =>
        new() { Before = (top, left), After = (bottom, right) };
}
