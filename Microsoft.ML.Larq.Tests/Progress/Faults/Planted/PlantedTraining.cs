using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;

namespace Microsoft.ML.Larq.Tests.Progress.Faults.Planted;

/// <summary>
/// A small training whose every part can be spoilt: a float convolution, four binary ones, a dense layer.
/// </summary>
internal sealed record PlantedTraining
{
    public const int Depth = 4;

    public PlantedLayer[] Layers { get; init; } = [.. Enumerable.Range(0, Depth).Select(_ => new PlantedLayer())];

    /// <summary>Whether the float convolution stands before the binary ones.</summary>
    public bool HasStem { get; init; } = true;

    public PlantedRows Rows { get; init; } = PlantedRows.Train;

    public PlantedRows Validation { get; init; } = PlantedRows.Seen;

    public OptimizerSpec Optimizer { get; init; } = Optimize.Adam(Schedule.Cosine(0.005f));

    public int Epochs { get; init; } = 12;

    public int BatchSize { get; init; } = 64;

    public bool Clips { get; init; } = true;

    public ImageAugmentation[] Augmentation { get; init; } = [];

    public ClassWeights? ClassWeights { get; init; }

    public int Seed { get; init; } = 1;

    public PlantedTraining With(int layer, Func<PlantedLayer, PlantedLayer> change) =>
        this with { Layers = [.. Layers.Select((one, i) => i == layer ? change(one) : one)] };

    /// <summary>The name of a binary layer.</summary>
    public static string NameOf(int layer) => layer == 0 ? "quant_conv2d" : $"quant_conv2d_{layer}";

    /// <summary>Trains, and gives what was said of it.</summary>
    public TrainingHistory Run(MLContext context) => Model(context).History;

    /// <summary>Trains.</summary>
    public BinarizedNetworkTransformer Model(MLContext context)
    {
        var options = new Options
        {
            FeatureColumnName = "Pixels",
            Image = new ImageShape(8, 8, 1),
            Network = Network,
            Optimizer = Optimizer,
            Epochs = Epochs,
            BatchSize = BatchSize,
            ClipLatentWeights = Clips,
            Augmentation = Augmentation,
            ClassWeights = ClassWeights,
            ValidationSet = Validation.View(context),
            Seed = Seed,
        };
        return context.Larq().BinaryNet(options).Fit(Rows.View(context));
    }

    /// <summary>The accuracy on the validation rows at the end.</summary>
    public static double Accuracy(TrainingHistory history) =>
        history[MetricNames.Validation + MetricNames.Accuracy][^1];

    private NetworkTensor Network(NetworkTensor x, int outputs)
    {
        if (HasStem) x = Normalized(x.Conv2D(16, 3, padding: PadMode.Same, useBias: false), Layers[0]);
        for (var i = 0; i < Depth; i++)
        {
            var layer = Layers[i];
            x = x.QuantConv2D(
                layer.Filters, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: layer.Input,
                kernelQuantizer: layer.Quantizer, useBias: false,
                kernel: new() { Initializer = layer.Initializer, Constraint = layer.Constraint });
            x = i + 1 < Depth ? Normalized(x, Layers[i + 1]) : x.BatchNormalization();
            if (i == 0) x = x.MaxPool2D(2);
        }

        return x.GlobalAveragePool().Dense(outputs);
    }

    private static NetworkTensor Normalized(NetworkTensor x, PlantedLayer next)
    {
        if (next.Bias is not { } bias) return next.IsNormalized ? x.BatchNormalization() : x;
        return x.BatchNormalization(center: false).Apply(new DepthwiseConv2DLayer
        {
            KernelSize = 1,
            Depthwise = new() { Initializer = Initializer.Ones },
            Bias = new() { Initializer = Initializer.Constant(bias) },
        });
    }
}
