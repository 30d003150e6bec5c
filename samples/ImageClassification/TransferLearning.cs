using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Larq;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Transforms;

namespace ImageClassification;

/// <summary>Labelled image files to a model that classifies such files: load, crop and scale, train.</summary>
internal sealed class TransferLearning(MLContext mlContext, int size, int epochs)
{
    /// <summary>Hears how training goes.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Torch's threads; null for as many as it likes.</summary>
    public int? Threads { get; init; }

    /// <summary>Stops it.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>
    /// A new head on a trunk that stays as it is: few images suffice, because only the head is learned.
    /// </summary>
    public TransformerChain<BinarizedNetworkTransformer> Fit(
        ZooNetwork network, NetworkWeights trunk, IEnumerable<ImageRow> images) => Fit(Options(
            (input, outputs) => input
                .Frozen(network.Trunk)
                .GlobalAveragePool(name: "head_pool")
                .BatchNormalization(name: "head_norm")
                .Dense(outputs, name: "head"),
            rate: 0.02f,
            trunk), images);

    /// <summary>The whole network from its beginning.</summary>
    public TransformerChain<BinarizedNetworkTransformer> Fit(ZooNetwork network, IEnumerable<ImageRow> images) =>
        Fit(Options(network.Whole, rate: 0.01f, null), images);

    private BinarizedNetworkTrainer.Options Options(
        Func<NetworkTensor, int, NetworkTensor> network, float rate, NetworkWeights? start) => new()
        {
            Network = network,
            StartWeights = start,
            Optimizer = Optimize.Adam(Schedule.Cosine(rate)),
            BatchSize = 32,
            Epochs = epochs,
            Metrics = [],
            NumberOfThreads = Threads,
            Progress = Progress,
            CancellationToken = Cancellation,
        };

    private TransformerChain<BinarizedNetworkTransformer> Fit(
        BinarizedNetworkTrainer.Options options, IEnumerable<ImageRow> images) => mlContext.Transforms.Conversion
            .MapValueToKey("Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(mlContext.Transforms.LoadImages("Image", "", nameof(ImageRow.Path)))
            .Append(mlContext.Larq().ImageNetPixels(size: size))
            .Append(mlContext.Larq().BinaryNet(options))
            .Fit(mlContext.Data.LoadFromEnumerable(images));
}
