using Microsoft.ML.Data;
using Microsoft.ML.Larq.Clusters.Wires;
using Microsoft.ML.Larq.Fitting;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Training.Machine;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Larq;

/// <summary>Trains a binarized neural network: weights and activations of one bit, as in Larq.</summary>
/// <remarks>
/// <para>The label's type says the task; the columns are added as ML.NET's own trainers add them:</para>
/// <list type="table">
/// <listheader><term>Label</term><description>Task, output columns</description></listheader>
/// <item><term>key</term><description>multiclass: PredictedLabel (key), Score (probability of each
/// class)</description></item>
/// <item><term>Boolean</term><description>binary: PredictedLabel (Boolean), Score (logit),
/// Probability</description></item>
/// <item><term>Single</term><description>regression: Score</description></item>
/// </list>
/// <para>
/// Rows without a label are skipped. Training runs on TorchSharp, so the application must reference a libtorch package
/// such as TorchSharp-cpu; scoring a trained or loaded model needs none.
/// </para>
/// <para>
/// Hubara et al. 2016, <see href="https://arxiv.org/abs/1602.02830"/>; Larq, <see href="https://larq.dev"/>.
/// </para>
/// </remarks>
public sealed partial class BinarizedNetworkTrainer : IEstimator<BinarizedNetworkTransformer>
{
    private readonly IHostEnvironment _environment;
    private readonly Options _options;

    internal BinarizedNetworkTrainer(IHostEnvironment environment, Options options)
    {
        _environment = environment;
        _options = options;
    }

    /// <summary>Trains a network.</summary>
    /// <param name="input">The training rows.</param>
    /// <exception cref="ArgumentException">A column or an option does not fit; the message names it.</exception>
    /// <exception cref="InvalidOperationException">
    /// The rows cannot be trained on, training diverged, or the program was built to score alone.
    /// </exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    /// <exception cref="IOException">
    /// The folder of checkpoints, or the file that rows go to, cannot be used; the message names the option.
    /// </exception>
    public BinarizedNetworkTransformer Fit(IDataView input) => Fit(input, null);

    /// <summary>Trains a network further.</summary>
    /// <param name="input">The training rows.</param>
    /// <param name="previousModel">
    /// Its weights are where training starts; its network is used if the options give none. A model loaded without
    /// latent weights starts from its signs at the magnitude of fresh weights. Null: train from scratch.
    /// </param>
    /// <exception cref="ArgumentException">
    /// A column or an option does not fit, or the previous network is another one.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The rows cannot be trained on, training diverged, or the program was built to score alone.
    /// </exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    /// <exception cref="IOException">
    /// The folder of checkpoints, or the file that rows go to, cannot be used; the message names the option.
    /// </exception>
    public BinarizedNetworkTransformer Fit(IDataView input, BinarizedNetworkTransformer? previousModel)
    {
        ArgumentNullException.ThrowIfNull(input);
        ScoringOnly.RefuseTraining();
        return _options.Cluster is { } cluster
            ? cluster.Run(ranks => Fit(input, previousModel, ranks))
            : Fit(input, previousModel, Ranks.Alone);
    }

    /// <summary>Trains a network on one of several ranks.</summary>
    internal BinarizedNetworkTransformer Fit(
        IDataView input, BinarizedNetworkTransformer? previousModel, Ranks ranks)
    {
        var host = _environment.Register("BinaryNet");
        using var channel = ranks.Leads ? host.Start("Training") : new SilentChannel(host.Start("Training"));
        using var task = new TrainingTask(_environment, host, channel, _options, input, ranks);
        return task.Run(input, previousModel);
    }

    /// <summary>The columns that training adds, before any data is seen.</summary>
    /// <param name="inputSchema">The columns that come in.</param>
    /// <exception cref="ArgumentException">A column is absent or of the wrong type; the message names it.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        FeatureInput.Check(inputSchema, _options.FeatureColumnName);
        ExampleWeights.Check(inputSchema, _options.ExampleWeightColumnName);
        var names = OutputColumns.Of(_options);
        var label = SchemaColumns.Find(inputSchema, _options.LabelColumnName) ?? throw new ArgumentException(
            $"There is no label column '{_options.LabelColumnName}'; "
            + $"there are '{string.Join("', '", inputSchema.Select(column => column.Name))}'.");
        var isScalar = label.Kind == SchemaShape.Column.VectorKind.Scalar;
        var task = LabelTarget.TaskOf(
            label.Name,
            SchemaColumns.Describe(label),
            isScalar && label.IsKey,
            isScalar && label.ItemType == BooleanDataViewType.Instance,
            isScalar && !label.IsKey && label.ItemType == NumberDataViewType.Single,
            _options.Task,
            _options.Catalog);
        return SchemaColumns.With(inputSchema, ScoreColumns.ShapesFor(task, label, names));
    }
}
