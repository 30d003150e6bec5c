using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Clusters;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Measures;

namespace Microsoft.ML.Larq;

public sealed partial class BinarizedNetworkTrainer
{
    /// <summary>What to train on, what to train, and how. Every value is checked where it is set.</summary>
    /// <remarks>The trainer works on a copy: changing the options afterwards changes nothing.</remarks>
    public sealed partial class Options
    {
        /// <summary>
        /// The column to predict: a key (multiclass), Boolean (binary) or Single (regression). Default <c>Label</c>.
        /// </summary>
        public string LabelColumnName
        {
            get;
            set => field = Named(value);
        } = "Label";

        /// <summary>The column to predict from: a vector of Single of known size. Default <c>Features</c>.</summary>
        public string FeatureColumnName
        {
            get;
            set => field = Named(value);
        } = "Features";

        /// <summary>
        /// The task; null (default) reads it from the label's type. <see cref="LearningTask.Outputs"/> is not trained.
        /// </summary>
        public LearningTask? Task
        {
            get;
            set => field = value is null or LearningTask.MulticlassClassification
                or LearningTask.BinaryClassification or LearningTask.Regression
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(Task), value, $"Option {nameof(Task)} is one of "
                    + $"{LearningTask.MulticlassClassification}, {LearningTask.BinaryClassification}, "
                    + $"{LearningTask.Regression}, or null.");
        }

        /// <summary>
        /// Says that the feature vector is an image. Null (default): an image if the vector has three dimensions, as
        /// <c>ExtractPixels</c> gives it, otherwise a plain vector.
        /// </summary>
        public ImageShape? Image { get; set; }

        /// <summary>
        /// Builds the network from its input and the number of outputs (the classes; 1 for binary and regression),
        /// without a final softmax or sigmoid. Null (default): <see cref="DefaultNetworks"/> for a vector or an image.
        /// </summary>
        public Func<NetworkTensor, int, NetworkTensor>? Network { get; set; }

        /// <summary>
        /// Weights to start from, for example those of another network or of Keras: layers of the same name take them
        /// over, all others start afresh, and the log says which. Null (default): all start afresh.
        /// </summary>
        /// <remarks>
        /// For transfer learning: a layer with <see cref="WeightedKind.Trainable"/> false keeps them, a new head gets a
        /// name of its own, and <c>Optimize.Case</c> gives groups of layers rates of their own.
        /// </remarks>
        public NetworkWeights? StartWeights { get; set; }

        /// <summary>
        /// The optimizer. Null (default): Adam, whose rate falls from 0.005 to 0 along a cosine; the real-valued path
        /// of the default network for vectors has a rate of its own.
        /// </summary>
        public OptimizerSpec? Optimizer { get; set; }

        /// <summary>
        /// The loss; null (default) is the task's own: cross-entropy, binary cross-entropy or squared error.
        /// </summary>
        public LossFunction? Loss
        {
            get;
            set => field = Defined(value);
        }

        /// <summary>
        /// ε, the share of every target that is spread evenly over all k classes: from 0 to below 1. Default 0. With
        /// the cross-entropies only; the validation loss is smoothed too.
        /// </summary>
        public float LabelSmoothing
        {
            get;
            set => field = value is >= 0 and < 1
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(LabelSmoothing), value, $"Option {nameof(LabelSmoothing)} is from 0 to below 1.");
        }

        /// <summary>
        /// Passes over the training rows, at least 1. Null (default): 40; for the default network of a vector as many
        /// as give enough steps.
        /// </summary>
        public int? Epochs
        {
            get;
            set => field = value is { } epochs ? AtLeast(epochs, 1) : null;
        }

        /// <summary>
        /// Rows per step, at least 1; as many as there are rows, or more, make one step per epoch. Null (default): 64;
        /// for the default network of a vector fewer where there are few rows.
        /// </summary>
        public int? BatchSize
        {
            get;
            set => field = value is { } rows ? AtLeast(rows, 1) : null;
        }

        /// <summary>
        /// Seeds weights, shuffling, dropout and, where the network has quantizers of your own, Torch's generator of
        /// the processor, which is put back afterwards; null (default) takes the context's seed, or a random one.
        /// </summary>
        public int? Seed { get; set; }

        /// <summary>
        /// Rows to measure loss and metric on after every epoch; not trained on. Needs the feature and the label
        /// column; a label that is not yet a key is mapped by the training label's key values. Null (default): none but
        /// those of <see cref="ValidationFraction"/>.
        /// </summary>
        public IDataView? ValidationSet { get; set; }

        /// <summary>
        /// The share of the training rows that are held out, at random but of each class alike, and serve as
        /// <see cref="ValidationSet"/>: from 0 to below 1. Default 0: all rows are trained on.
        /// </summary>
        /// <remarks>
        /// For early stopping and <see cref="CalibrateScores"/> where rows cannot be set aside by hand, as in each fold
        /// of <c>CrossValidate</c>. The same rows of the same data each time, so that a training that goes on from
        /// another is not validated on what that has learned. Rows that belong together, as several of one patient, are
        /// better kept apart by hand.
        /// </remarks>
        public float ValidationFraction
        {
            get;
            set => field = value is >= 0 and < 1
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(ValidationFraction), value, $"Option {nameof(ValidationFraction)} is from 0 to below 1.");
        }

        /// <summary>
        /// Clips every binary layer's latent kernel to its quantizer's window after each step, unless the layer has a
        /// constraint of its own. Default true: outside the window a weight would never get a gradient again. False
        /// warns of each binary kernel without a constraint.
        /// </summary>
        public bool ClipLatentWeights
        {
            get => Choices.ClipLatentWeights;
            set => Choices = Choices with { ClipLatentWeights = value };
        }

        /// <summary>
        /// Re-estimates the batch normalizations' statistics with the present weights before every validation and at
        /// the end. Default true: running averages lag behind weights that flip.
        /// </summary>
        public bool ReestimateBatchNormalization
        {
            get => Choices.ReestimateBatchNormalization;
            set => Choices = Choices with { ReestimateBatchNormalization = value };
        }

        /// <summary>
        /// Whether binary convolutions are trained in bfloat16: their ±1 stay exact, sums above 256 and gradients keep
        /// 8 significant bits; validation, statistics and the finished model are computed in float32 all the same. Null
        /// (default): where the processor multiplies bfloat16 in hardware (AVX-512 BF16, AMX), where it halves the time
        /// of a step.
        /// </summary>
        public bool? BFloat16 { get; set; }

        /// <summary>
        /// What is measured of the quantizers, and of which. Default <see cref="LayerMetric.Defaults"/>; an empty list
        /// for nothing, and then no warning about a layer is given.
        /// </summary>
        /// <remarks>
        /// A quantizer keeps the metrics of its own too (<see cref="Quantizer.Metrics"/>). Whatever is measured is in
        /// the progress, log, history and report under its name, a slash and the layer's.
        /// </remarks>
        public IReadOnlyList<LayerMetric> Metrics
        {
            get => Measuring.Metrics;
            set => Measuring = Measuring with { Metrics = Whole(value) };
        }

        /// <summary>
        /// Metrics measure one pass in so many, at least 1, but for those that compare each with the one before, as
        /// the flip ratio. Default 4.
        /// </summary>
        public int MetricsInterval
        {
            get => Measuring.MetricsInterval;
            set => Measuring = Measuring with { MetricsInterval = AtLeast(value, 1) };
        }

        /// <summary>
        /// <see cref="MetricNames.GradientMismatch"/> and <see cref="MetricNames.GradientRatio"/> are measured at the
        /// end of the first epoch and of every n-th after it; at least 0. Default 0: never.
        /// </summary>
        /// <remarks>
        /// A probe of b batches costs between b·(1 + k/3) and b·(1 + k) training steps, k being the quantized kernels,
        /// and changes nothing that training does afterwards.
        /// </remarks>
        public int GradientProbeInterval
        {
            get => Measuring.GradientProbeInterval;
            set => Measuring = Measuring with { GradientProbeInterval = AtLeast(value, 0) };
        }

        /// <summary>
        /// Epochs of which one has histograms of latent weights, pre-activations and gradients, taken in its last
        /// batch: the first, every n-th after it, and the last; at least 0. Default 0: none.
        /// </summary>
        /// <remarks>
        /// They are in the saved model, its report and <c>WriteTensorBoard</c>, at most 12 epochs of them, evenly
        /// thinned; of all epochs in the files of the callback <see cref="Microsoft.ML.Larq.Training.TensorBoard"/>. An
        /// epoch that a callback stopped within has none.
        /// </remarks>
        public int HistogramInterval
        {
            get => Measuring.HistogramInterval;
            set => Measuring = Measuring with { HistogramInterval = AtLeast(value, 0) };
        }

        /// <summary>
        /// Batches that a gradient probe takes, at least 1; the same ones each time. Default 4.
        /// </summary>
        public int GradientProbeBatches
        {
            get => Measuring.GradientProbeBatches;
            set => Measuring = Measuring with { GradientProbeBatches = AtLeast(value, 1) };
        }

        /// <summary>
        /// Whether a missing feature, NaN, is a value like others where the network has bits for it, as the default
        /// network of a vector does: see <see cref="ThermometerLayer"/>. Default true; false, and any other network,
        /// make it an error that names the row, and give a row with one NaN scores in scoring.
        /// </summary>
        public bool HandleMissingValue { get; set; } = true;

        /// <summary>
        /// Bytes of features that are kept in memory, at least 0; more go to a temporary file that is mapped into
        /// memory.
        /// Default 1 GiB.
        /// </summary>
        public long CacheBudget
        {
            get;
            set => field = AtLeast(value, 0);
        } = 1L << 30;

        // Each is a thread of the operating system, which ends the process where it can make no more.
        private const int MostThreads = 1024;

        /// <summary>
        /// Torch's threads while training, from 1 to 1,024. Null (default): one for a network so small that sharing its
        /// batches out costs more than it brings, otherwise as many as Torch uses anyway. Another number can round
        /// differently.
        /// </summary>
        public int? NumberOfThreads
        {
            get;
            set => field = value is not { } count ? null
                : AtLeast(count, 1) <= MostThreads ? count
                : throw new ArgumentOutOfRangeException(
                    nameof(NumberOfThreads), value, $"Option {nameof(NumberOfThreads)} is at most {MostThreads}.");
        }

        /// <summary>
        /// The CUDA device to train on; null (default) takes the context's, which by default is none.
        /// </summary>
        public int? GpuDeviceId
        {
            get;
            set => field = value is { } id ? AtLeast(id, 0) : null;
        }

        /// <summary>
        /// Several processes, on one machine or many, that train one network together; null (default): this process
        /// alone.
        /// </summary>
        /// <remarks>Each rank steps over <see cref="BatchSize"/> rows of its own.</remarks>
        public Cluster? Cluster { get; set; }

        /// <summary>
        /// Whether to train on the processor where the GPU cannot be used; null (default) takes the context's setting,
        /// which by default is an error.
        /// </summary>
        public bool? FallbackToCpu { get; set; }

        /// <summary>
        /// Saves latent kernels instead of signs: larger, and the exact point to train on from. Default false.
        /// </summary>
        public bool SaveLatentWeights { get; set; }

        /// <summary>
        /// Receives how far training is: several times a second, and at the end of every epoch. Default none.
        /// </summary>
        public IProgress<TrainingProgress>? Progress { get; set; }

        /// <summary>
        /// Stops training: with an <see cref="OperationCanceledException"/>, unless <see cref="OnCancellation"/> says
        /// otherwise. ML.NET's own cancellation does too. Default none.
        /// </summary>
        public CancellationToken CancellationToken { get; set; }

        /// <summary>The values that training takes over as they are.</summary>
        internal TrainingChoices Choices { get; private set; } = new();

        /// <summary>The task from whose catalog the trainer comes, and whose label it wants; null for none.</summary>
        internal LearningTask? Catalog { get; private set; }

        /// <summary>Whether there are rows to validate on.</summary>
        internal bool Validates => ValidationSet is not null || ValidationFraction > 0;

        /// <summary>The options of the catalogs' short form.</summary>
        internal static Options InShort(
            string label, string feature, string? weights, Func<NetworkTensor, int, NetworkTensor>? network,
            int? epochs) => new()
            {
                LabelColumnName = label,
                FeatureColumnName = feature,
                ExampleWeightColumnName = weights,
                Network = network,
                Epochs = epochs,
            };

        internal Options Copy() => (Options)MemberwiseClone();

        /// <summary>A copy for a trainer of one task's catalog.</summary>
        /// <exception cref="ArgumentException">The options are for another task.</exception>
        internal Options For(LearningTask catalog)
        {
            if (Task is { } task && task != catalog)
            {
                throw new ArgumentException(
                    $"Option Task is {task}; mlContext.{catalog}.Trainers.BinaryNet is for {catalog} alone.");
            }

            var options = Copy();
            options.Catalog = catalog;
            return options;
        }

        /// <summary>A copy that has values for what nobody set.</summary>
        internal Options Completed(TrainingChoices defaults)
        {
            var options = Copy();
            options.Epochs ??= defaults.Epochs;
            options.BatchSize ??= defaults.BatchSize;
            options.Optimizer ??= defaults.Optimizer;
            options.Choices = Choices with
            {
                Epochs = options.Epochs.Value,
                BatchSize = options.BatchSize.Value,
                Optimizer = options.Optimizer,
            };
            return options;
        }

        private MeasuringChoices Measuring
        {
            get => Choices.Measuring;
            set => Choices = Choices with { Measuring = value };
        }

        private static string Named(string value, [CallerMemberName] string option = "") => !string.IsNullOrEmpty(value)
            ? value
            : throw new ArgumentException(
                $"Option {option} must be a column's name, got {(value is null ? "null" : "''")}.", option);

        private static T AtLeast<T>(T value, T least, [CallerMemberName] string option = "")
            where T : IComparable<T> => value.CompareTo(least) >= 0
            ? value
            : throw new ArgumentOutOfRangeException(option, value, $"Option {option} is at least {least}.");

        private static T? Defined<T>(T? value, [CallerMemberName] string option = "")
            where T : struct, Enum => value is null || Enum.IsDefined(value.Value)
            ? value
            : throw new ArgumentOutOfRangeException(
                option, value, $"Option {option} is one of {string.Join(", ", Enum.GetNames<T>())}, or null.");
    }
}
