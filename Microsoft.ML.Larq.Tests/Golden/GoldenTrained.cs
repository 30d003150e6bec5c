using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Formats.Keras;

namespace Microsoft.ML.Larq.Tests.Golden;

/// <summary>What the maker trains, one model a task, and what it reads from a Keras file.</summary>
internal static class GoldenTrained
{
    public const string Keras = "keras";

    private const string Quantizer = """{"class_name": "SteSign", "config": {"clip_value": 1.0}}""";

    private const string Config = $$$"""
        {"class_name": "Sequential", "config": {"name": "s", "layers": [
        {"class_name": "InputLayer", "config": {"name": "in", "batch_input_shape": [null, 3]}},
        {"class_name": "QuantDense", "config": {"name": "binary", "units": 5, "use_bias": false,
        "kernel_quantizer": {{{Quantizer}}}, "input_quantizer": {{{Quantizer}}} } },
        {"class_name": "Dense", "config": {"name": "last", "units": 3, "activation": "softmax"}}]}}
        """;

    /// <summary>A whole Keras model of three numbers and three classes.</summary>
    public static byte[] KerasFile() => new KerasLayout { ModelConfig = Config }
        .With("binary", ("binary/kernel:0", [3, 5], Eighths(15)))
        .With("last", ("last/kernel:0", [5, 3], Eighths(15)), ("last/bias:0", [3], Eighths(3)))
        .ToBytes();

    public static (string Name, ITransformer Model, DataViewSchema Schema)[] All(string kerasPath)
    {
        var context = new MLContext(seed: 1);
        var table = Trainers.Table(context);
        var chain = context.Larq().BinaryNet(Vector(table))
            .Append(context.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        var images = context.Data.LoadFromEnumerable(Enumerable.Range(0, 48).Select(Picture.Make));
        return
        [
            ("multiclass", chain.Fit(table), table.Schema),
            ("binary", context.Larq().BinaryNet(Image()).Fit(images), images.Schema),
            ("regression", context.Larq().BinaryNet(Regression()).Fit(table), table.Schema),
            (Keras, context.Larq().FromKeras(kerasPath, classNames: ["a", "b", "ü"]).Fit(table), table.Schema),
        ];
    }

    // A thermometer, latent weights kept, scores calibrated, metrics of the layers.
    private static BinarizedNetworkTrainer.Options Vector(IDataView table)
    {
        var options = Trainers.Options(epochs: 4);
        options.Network = (input, outputs) => input
            .QuantileThermometer(6)
            .QuantDense(16, kernelQuantizer: "ste_sign", useBias: false).BatchNormalization(scale: false)
            .QuantDense(outputs, "approx_sign", "ste_sign", useBias: false).BatchNormalization();
        options.ValidationSet = table;
        options.CalibrateScores = true;
        options.SaveLatentWeights = true;
        return options;
    }

    private static BinarizedNetworkTrainer.Options Image() => new()
    {
        Image = new ImageShape(4, 4, 2, PixelOrder.Planar),
        Network = (input, outputs) => input
            .Frozen(x => x.Conv2D(6, 3, padding: PadMode.Same, useBias: false)).BatchNormalization()
            .QuantConv2D(
                8, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign",
                useBias: false)
            .BatchNormalization().MaxPool2D(2)
            .QuantConv2D(8, 2, inputQuantizer: "ste_sign", kernelQuantizer: "magnitude_aware_sign", useBias: false)
            .BatchNormalization().Flatten().Dense(outputs),
        Epochs = 3,
        BatchSize = 16,
        Seed = 2,
    };

    private static BinarizedNetworkTrainer.Options Regression()
    {
        var options = Trainers.Options("Target");
        options.Network = (input, outputs) => input
            .QuantDense(12, kernelQuantizer: "ste_tern(ternary_weight_networks=True)").BatchNormalization()
            .QuantDense(12, "dorefa_quantizer(k_bit=3)", "dorefa_quantizer(k_bit=2, mode=\"weights\")")
            .BatchNormalization().Dense(outputs);
        return options;
    }

    private static float[] Eighths(int count) => [.. Enumerable.Range(0, count).Select(i => ((i * 7 % 11) - 5) / 8f)];

    private sealed class Picture
    {
        [VectorType(32)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }

        public static Picture Make(int i) => new()
        {
            Features =
                [.. Enumerable.Range(0, 32).Select(j => ((((i * 5) + (j * (i % 2 == 0 ? 3 : 7))) % 16) - 8) / 8f)],
            Label = i % 2 == 0,
        };
    }
}
