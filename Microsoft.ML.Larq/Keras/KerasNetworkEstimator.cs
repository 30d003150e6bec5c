using System.Collections.Immutable;
using Microsoft.ML.Data;
using Microsoft.ML.Larq.Fitting;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Model;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Keras;

/// <summary>Scores with a network that was trained in Keras; fitting it reads no row and trains nothing.</summary>
/// <remarks>
/// It adds the columns that <see cref="BinarizedNetworkTrainer"/> adds for the same task (for
/// <see cref="LearningTask.Outputs"/> a vector Score alone) and gives the same transformer, which saves, loads and
/// reports alike. No libtorch is needed.
/// </remarks>
public sealed class KerasNetworkEstimator : IEstimator<BinarizedNetworkTransformer>
{
    private readonly PackedNetwork _packed;
    private readonly NetworkWeights _weights;
    private readonly string _feature;
    private readonly KeyValues? _classes;
    private readonly PixelOrder? _order;

    internal KerasNetworkEstimator(
        NetworkDefinition network,
        NetworkWeights weights,
        string feature,
        LearningTask task,
        IReadOnlyList<string>? classNames,
        PixelOrder? order,
        ImmutableArray<string> leftOut)
    {
        var outputs = network.OutputShape;
        if (!task.Serves(outputs))
        {
            throw new ArgumentException(
                $"A network for {task} gives {task.Wanted()}; the last layer '{network.Output.Name}' "
                + $"({network.Output.Kind.ClassName}) gives {outputs}. LearningTask.Outputs scores any numbers.");
        }

        if (classNames is not null
            && (task != LearningTask.MulticlassClassification || classNames.Count != outputs.Size))
        {
            throw new ArgumentException(
                $"Class names are for multiclass classification, one an output: {task} with {outputs.Size} outputs, "
                + $"got {classNames.Count} names.",
                nameof(classNames));
        }

        _packed = PackedNetwork.Compile(network, weights);
        _weights = weights;
        _feature = feature;
        Task = task;
        _classes = classNames is null ? null : KeyValues.OfText(classNames);
        _order = order;
        LeftOut = leftOut;
    }

    /// <summary>The network.</summary>
    public NetworkDefinition Network => _packed.Definition;

    /// <summary>
    /// Initializers, constraints and regularizers of the file's model that are not known here, a line each with the
    /// layer. Scoring does without them; training on the model logs a warning for each.
    /// </summary>
    public ImmutableArray<string> LeftOut { get; }

    /// <summary>What the network's output means.</summary>
    public LearningTask Task { get; }

    /// <summary>Checks the feature column and gives the transformer; no row is read.</summary>
    /// <param name="input">Rows of the schema that will be scored.</param>
    /// <exception cref="ArgumentException">The feature column is absent or does not fit the network.</exception>
    public BinarizedNetworkTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var shape = Network.InputShape;
        var image = shape.Rank == 3 ? new ImageShape(shape[0], shape[1], shape[2], _order) : null;
        var column = FeatureInput.Find(input.Schema, _feature);
        var size = ((VectorDataViewType)column.Type).Size;
        if (size != shape.Size)
        {
            throw new ArgumentException(
                $"Feature column '{_feature}' must be a vector of {shape.Size} numbers, the network's input {shape}, "
                + $"got {column.Type}.");
        }

        var order = image is null ? PixelOrder.Interleaved : FeatureInput.Layout(column, image).Order;
        return new BinarizedNetworkTransformer(_packed, _weights, Facts(order), saveLatentWeights: false);
    }

    /// <summary>The columns that scoring adds.</summary>
    /// <param name="inputSchema">The columns that come in.</param>
    /// <exception cref="ArgumentException">
    /// The feature column is absent or of the wrong type; the message names it.
    /// </exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        FeatureInput.Check(inputSchema, _feature);
        return SchemaColumns.With(inputSchema, ScoreColumns.ShapesFor(Task, SchemaColumns.Label(_classes is not null)));
    }

    private ModelFacts Facts(PixelOrder order) => new()
    {
        FeatureColumn = _feature,
        LabelColumn = "Label",
        Order = order,
        Task = Task,
        ClassNames = _classes,
        LabelMean = 0,
        LabelDeviation = 1,
        History = new TrainingHistory(),
        Agreement = new PackedAgreement(0, 0, double.NaN),
        Options = LeftOut.IsEmpty ? [] : [(ModelFacts.LeftOut, string.Join("; ", LeftOut))],
    };
}
