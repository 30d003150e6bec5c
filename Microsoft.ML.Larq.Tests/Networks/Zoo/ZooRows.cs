using System.Globalization;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;

namespace Microsoft.ML.Larq.Tests.Networks.Zoo;

/// <summary>A network's layers as lines of the golden files, and those lines in the hub's words.</summary>
internal static class ZooRows
{
    /// <summary>What Keras calls otherwise, by the kind and what the last column says of it.</summary>
    public static string Kind(string kind, string facts) => (kind, facts) switch
    {
        ("re_lu", _) => "activation",
        ("activation", "softmax") => "softmax",
        ("lambda", "identity") => "identity",
        ("lambda", "x + zero-left-padded w") or ("tf.__operators__.add", _) => "add",
        ("lambda", var split) when split.StartsWith("split ", StringComparison.Ordinal) => "channel_slice",
        ("lambda", _) => "concatenate",
        ("learned_rescale_layer", _) => "scale",
        ("depthwise_conv2d", _) => "blur_pool2d",
        _ => kind,
    };

    /// <summary>The golden lines of a model, each with the inputs spelled out.</summary>
    public static string[] Golden(string model)
    {
        var rows = File.ReadAllLines(Path.Combine(House.SourceTree.Tests, "Golden", "Zoo", $"{model}.tsv"))
            .Select(line => line.Split('\t'))
            .Select(cells => (string[])[.. cells, .. new string[9 - cells.Length]]).ToArray();

        var names = rows.ToDictionary(row => row[0], row => Kind(row[1], row[8] ?? "") switch
        {
            "input" or "softmax" => Kind(row[1], row[8] ?? ""),
            var kind => row[0].Replace(row[1], kind, StringComparison.Ordinal),
        });
        return [.. rows.Select((row, i) => string.Join('\t', (string?[])
        [
            names[row[0]],
            Class(row),
            i == 0 ? "" : string.IsNullOrEmpty(row[2])
                ? names[rows[i - 1][0]]
                : string.Join(',', row[2].Split(',').Select(name => names[name])),
            .. row[3..8],
            Facts(row[8] ?? ""),
        ]))];
    }

    // A Quant layer of Larq's without quantizers is one of real numbers here: kernel:3x3x64x64:1 is of one bit, and
    // kernel:3x3x64x64:N is not trained.
    private static string Class(string[] row)
    {
        var kind = Kind(row[1], row[8] ?? "");
        var isQuantized = !string.IsNullOrEmpty(row[4])
            || (row[5] ?? "").Split(' ').Any(weight => weight.Split(':').Skip(2).Any(part => part != "N"));
        return isQuantized ? kind : kind.Replace("quant_", "", StringComparison.Ordinal);
    }

    /// <summary>A network in Keras' order as such lines.</summary>
    public static string[] Of(NetworkDefinition network)
    {
        var summary = network.Summary(ParameterConvention.Keras);
        var layers = KerasOrder.Of(network);

        // Where Larq Zoo has one layer and the hub several: the parts of a split, a padding or a tanh before a layer.
        var parts = layers
            .Where(layer => layer.Kind is ChannelPaddingLayer or ActivationLayer { Function: ActivationFunction.Tanh })
            .ToDictionary(layer => layer.Name, layer => layer.Inputs[0]);
        string Name(string name) => parts.TryGetValue(name, out var inner) ? inner
            : network[name].Kind is ChannelSliceLayer ? name[..name.LastIndexOf('_')] : name;
        return [.. layers.Where(layer => !parts.ContainsKey(layer.Name)).Select(layer => string.Join('\t', (string[])
        [
            Name(layer.Name),
            layer.Kind.BaseName,
            string.Join(',', layer.Inputs.Select(Name)),
            Shape(layer.OutputShape),
            $"{layer.Kind.InputPrecision}",
            string.Join(' ', layer.Weights.Select(spec =>
                $"{spec.Name}:{Shape(spec.Shape)}{(spec.Precision == 32 ? "" : $":{spec.Precision}")}"
                + (spec.Trainable ? "" : ":N"))),
            NoZero(summary[layer.Name].Parameters),
            NoZero(summary[layer.Name].Macs),
            Facts(layer),
        ])).Distinct()];
    }

    // Numbers of groups and sides follow from the shapes.
    private static string Facts(string golden) => golden is "identity" or "softmax" or "x + zero-left-padded w"
        || golden.StartsWith("split ", StringComparison.Ordinal) ? "" : golden;

    private static string Facts(Layer layer)
    {
        var image = layer.InputShapes.IsEmpty ? default : layer.InputShapes[0];
        return layer.Kind switch
        {
            Conv2DLayer kind =>
                Window(kind.WindowOver(image), kind.Padding) + Border(kind) + Activation(kind.Activation),
            DepthwiseConv2DLayer kind => Window(kind.WindowOver(image), kind.Padding) + Border(kind),
            BlurPool2DLayer kind => Window(kind.WindowOver(image), kind.Padding),
            AveragePooling2DLayer kind when layer.OutputShape[0] == 1 =>
                $"global {kind.PoolSize[0]}x{kind.PoolSize[1]}",
            PoolingKind kind => Window(kind.WindowOver(image), kind.Padding),
            BatchNormalizationLayer kind => string.Create(
                CultureInfo.InvariantCulture,
                $"mom={kind.Momentum} eps={(kind.Epsilon == 1e-5f ? "1e-05" : $"{kind.Epsilon}")}")
                + (kind.Scale ? "" : " scale=False") + (kind.Center ? "" : " center=False"),
            DenseLayer { Activation: not ActivationFunction.Linear } kind =>
                kind.Activation.ToString().ToLowerInvariant(),
            ActivationLayer { Function: ActivationFunction.Relu } => "relu",
            ActivationLayer { Function: ActivationFunction.Relu1 } => "clip[0,1]",
            PReLULayer { SharedAxes: var axes } when axes == Axes.Of([1, 2]) => "shared h,w",
            _ => "",
        };
    }

    private static string Window(Window2D window, PadMode padding) =>
        $"{window.Kernel.Height}x{window.Kernel.Width}/{window.Strides.Height} " + padding switch
        {
            PadMode.Same => $"same{(window.Dilation == Size2D.One ? "" : $" dil{window.Dilation.Height}")} "
                + $"({window.Rows.Before}, {window.Rows.After})",
            _ => "valid",
        };

    private static string Border(ConvolutionKind kind) => kind.PadAround == 0 ? "" : $" pad_value={kind.PadAround}";

    private static string Activation(ActivationFunction function) =>
        function == ActivationFunction.Linear ? "" : $" act={function.ToString().ToLowerInvariant()}";

    private static string Shape(TensorShape shape) => string.Join('x', shape.Dimensions.ToArray());

    private static string NoZero(long number) => number == 0 ? "" : $"{number}";
}
