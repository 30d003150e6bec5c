using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Larq;
using Microsoft.ML.Larq.Files;
using Microsoft.ML.Larq.Fitting;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Model;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Packed.Sets;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Scoring;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(typeof(BinarizedNetworkTransformer), typeof(ModelLoader<BinarizedNetworkTransformer>), null,
    typeof(SignatureLoadModel), "Binarized network", ModelArchive.LoaderSignature)]

namespace Microsoft.ML.Larq;

/// <summary>
/// A trained binarized network that scores rows on packed bits; no libtorch is needed. Thread-safe, and immutable but
/// for <see cref="MaxDegreeOfParallelism"/>.
/// </summary>
/// <remarks>
/// <c>mlContext.Model.Save</c> stores one bit per binary weight, what training reported, and how packed and trained
/// scores compare; <c>mlContext.Model.Load</c> gives all of it back. A row with NaN among its features gets NaN scores
/// and a missing class (binary: false), unless thermometers read all features, to which NaN is a missing value
/// (<see cref="ThermometerLayer"/>), and training had option <c>HandleMissingValue</c> on; infinities are numbers
/// larger or smaller than all others.
/// <c>mlContext.Model.ConvertToOnnx</c> of the package Microsoft.ML.OnnxConverter takes it along in a pipeline, in
/// standard operators of set 12; <see cref="Onnx.OnnxExport"/> writes its network without ML.NET.
/// </remarks>
public sealed partial class BinarizedNetworkTransformer
    : ISingleFeaturePredictionTransformer<PackedNetwork>, IHostedPredictor,
        ILoadedFrom<BinarizedNetworkTransformer, StoredModel>
{
    private readonly ModelFacts _facts;
    private readonly bool _saveLatentWeights;
    private readonly ScoringPlan _plan;

    internal BinarizedNetworkTransformer(
        PackedNetwork packed, NetworkWeights weights, ModelFacts facts, bool saveLatentWeights)
    {
        Packed = packed.For(facts.Use);
        Weights = weights;
        _facts = facts;
        _saveLatentWeights = saveLatentWeights;
        _plan = new ScoringPlan(
            Packed,
            facts.Task,
            facts.FeatureColumn,
            new RowLayout(Network.InputShape, facts.Order),
            facts.LabelMean,
            facts.LabelDeviation,
            facts.Calibration?.Temperature ?? 1f,
            facts.Columns,
            facts.HandlesMissing);
    }

    /// <summary>The network.</summary>
    public NetworkDefinition Network => Packed.Definition;

    /// <summary>
    /// Its weights: binary kernels latent right after training or if saved so, otherwise ±1.
    /// <see cref="NetworkWeights.Quantized"/> gives ±1 in any case.
    /// </summary>
    public NetworkWeights Weights { get; }

    /// <summary>
    /// The network compiled for scoring, usable and saved without ML.NET; its report says what was packed.
    /// </summary>
    public PackedNetwork Packed { get; }

    /// <summary>What the network's output means.</summary>
    public LearningTask Task => _facts.Task;

    /// <summary>The column that is scored.</summary>
    public string FeatureColumnName => _facts.FeatureColumn;

    /// <summary>The column that was learned.</summary>
    public string LabelColumnName => _facts.LabelColumn;

    /// <summary>Every value that training reported, epoch by epoch.</summary>
    public TrainingHistory History => _facts.History;

    /// <summary>How packed and trained scores compared right after training.</summary>
    public PackedAgreement Agreement => _facts.Agreement;

    /// <summary>
    /// How the scores were calibrated on the validation set; null where they were not. The temperature is applied to
    /// what <see cref="Packed"/> gives by <c>Score</c>; its <c>Predict</c> has applied it.
    /// </summary>
    public ScoreCalibration? Calibration => _facts.Calibration;

    /// <summary>
    /// How many threads may score at once for one reader: at least 1, or −1 for as many as there are processors, of
    /// which more are not used; default 1.
    /// </summary>
    /// <remarks>
    /// <para>
    /// <c>PredictionEngine</c> has one row at a time, of which every layer that is large enough is shared out: it pays
    /// for networks that take 0.1 ms and more, such as those for photographs. <see cref="Transform"/> scores up to 64
    /// rows together, which are shared out; reading them stays on the reader's thread. Where ML.NET itself reads with
    /// several cursors, or several engines score at once, the processors are busy already and 1 is best.
    /// </para>
    /// <para>
    /// Scores have the same bits for any number. It may be set at any time, also while others score, and counts from
    /// the next row or block of rows on, in whatever this transformer has given. It belongs to the process and not to
    /// the model: it is not saved, and a loaded model begins with 1. In a pipeline's model the transformer is
    /// <c>LastTransformer</c>, or one of the chain's: <c>chain.OfType&lt;BinarizedNetworkTransformer&gt;()</c>.
    /// </para>
    /// <para>How threads are employed: <see cref="PackedNetwork.Score(ReadOnlySpan{float}, Span{float}, int)"/>.</para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither −1 nor at least 1.</exception>
    public int MaxDegreeOfParallelism
    {
        get => _plan.Threads.Most;
        set
        {
            PackedNetwork.CheckThreads(value, nameof(MaxDegreeOfParallelism));
            _plan.Threads.Most = value;
        }
    }

    bool ITransformer.IsRowToRowMapper => true;

    PackedNetwork IPredictionTransformer<PackedNetwork>.Model => Packed;

    DataViewType ISingleFeaturePredictionTransformer<PackedNetwork>.FeatureColumnType =>
        new VectorDataViewType(NumberDataViewType.Single, Packed.InputSize);

    int IHostedPredictor.Inputs => Packed.InputSize;

    int IHostedPredictor.Outputs => Packed.OutputSize;

    VectorScore IHostedPredictor.NewScore() => new VectorScorer(_plan).Score;

    float IHostedPredictor.ProbabilityOf(float score) => ScoringPlan.Sigmoid(score);

    /// <summary>The columns after scoring: those that come in and the task's own.</summary>
    /// <param name="inputSchema">The columns that come in.</param>
    /// <exception cref="ArgumentException">The feature column is absent or does not fit the network.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var feature = FeatureInput.Find(inputSchema, FeatureColumnName);
        var size = ((VectorDataViewType)feature.Type).Size;
        if (size != Packed.InputSize)
        {
            throw new ArgumentException(
                $"Feature column '{FeatureColumnName}' must be a vector of {Packed.InputSize} numbers, as in training, "
                + $"got {feature.Type}.");
        }

        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        builder.AddColumns(ScoreColumns.ColumnsFor(
            Task, inputSchema, Packed.OutputSize, _facts.ClassNames, _facts.Columns));
        return builder.ToSchema();
    }

    /// <summary>Adds the scores to rows; nothing is computed until they are read.</summary>
    /// <param name="input">The rows.</param>
    /// <exception cref="ArgumentException">The feature column is absent or does not fit the network.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ExportableView(
            new ScoringView(input, GetOutputSchema(input.Schema), _plan), input, FeatureColumnName, this,
            (graph, features) => ScoringNodes.Write(graph, _plan, Weights, features));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) =>
        new ScoringMapper(inputSchema, GetOutputSchema(inputSchema), _plan);

    /// <summary>
    /// Writes a page for the browser that needs no other file: loss and metric over the epochs, flip ratio and gradient
    /// flow by layer, the network's summary, what was packed and why not, and every value.
    /// </summary>
    /// <param name="path">The file, for example <c>report.html</c>; replaced as a whole once all is written.</param>
    /// <param name="title">The heading; default says which column was learned.</param>
    /// <exception cref="IOException">The file cannot be written; what was there before is still there.</exception>
    public void WriteReport(string path, string? title = null) =>
        AtomicFile.WriteText(
            path, ModelReport.Html(_facts, Packed, OptionTable.InWords(new BinarizedNetworkTrainer.Options()), title));

    static BinarizedNetworkTransformer ILoadedFrom<BinarizedNetworkTransformer, StoredModel>.Load(
        IHostEnvironment environment, StoredModel content) => Load(content);

    /// <summary>What <c>mlContext.Model.Load</c> ends in.</summary>
    /// <exception cref="FormatException">
    /// The file is damaged, or its network takes more than <see cref="NetworkBudget"/> allows; the message says where.
    /// </exception>
    internal static BinarizedNetworkTransformer Load(StoredModel stored)
    {
        // Kernels that the machine lacks are no fault of the file.
        var kernels = KernelSet.Choose();
        try
        {
            var file = ModelFile.Read(stored.Network, stored.Stored, length => stored.Weights(length));
            var facts = ModelFacts.FromJson(file.Facts, () => TimesFile.Read(stored.Times()));
            facts.Require(file.Definition.OutputShape);
            var packed = PackedNetwork.Compile(file.Definition, file.Weights, kernels);
            packed.Require(NetworkBudget.Current);
            FirstRow.Score(packed);
            return new BinarizedNetworkTransformer(packed, file.Weights, facts, file.LatentWeights);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException or OverflowException
            or ArithmeticException or InvalidOperationException or OutOfMemoryException or KeyNotFoundException
            or IndexOutOfRangeException or InvalidCastException)
        {
            throw new FormatException($"The model's network cannot be compiled: {error.Message}", error);
        }
    }

    /// <summary>The same of the parts as they were given.</summary>
    internal static BinarizedNetworkTransformer Load(ModelPayload payload) => Load(new StoredModel(
        payload.Network, payload.Weights.Length, _ => payload.Weights, () => payload.Times ?? []));

    /// <summary>What the model is beside its network.</summary>
    internal ModelFacts Facts => _facts;

    /// <summary>The parts of the saved model.</summary>
    internal ModelPayload ToPayload()
    {
        var (network, weights) = new ModelFile(Network, Weights, _facts.ToJson(), _saveLatentWeights).ToBytes();
        var times = _facts.History.Facts?.Times.ToJson();
        return new ModelPayload(network, weights, times is null ? null : TimesFile.Write(times));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => ModelArchive.Save(ctx, ToPayload());
}
