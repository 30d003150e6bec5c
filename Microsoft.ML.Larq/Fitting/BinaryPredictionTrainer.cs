using Microsoft.ML.Data;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>Trains for two classes and gives the model in ML.NET's own transformer of them.</summary>
internal sealed class BinaryPredictionTrainer(IHostEnvironment environment, BinarizedNetworkTrainer.Options options)
    : ITrainerEstimator<BinaryPredictionTransformer<BinarizedNetworkTransformer>, BinarizedNetworkTransformer>
{
    private readonly BinarizedNetworkTrainer _trainer = new(environment, options);

    /// <exception cref="ArgumentException">The options name columns; ML.NET's transformer has its own.</exception>
    public static BinaryPredictionTrainer Create(IHostEnvironment environment, BinarizedNetworkTrainer.Options options)
    {
        var names = OutputColumns.Of(options);
        var (score, probability, label) = names;
        return names == ScoreNames.Default
            ? new BinaryPredictionTrainer(environment, options)
            : throw new ArgumentException(
                "Options ScoreColumnName, ProbabilityColumnName and PredictedLabelColumnName are those of "
                + "mlContext.Larq().BinaryNet; ML.NET's own transformer of two classes has Score, Probability and "
                + $"PredictedLabel, got '{score}', '{probability}' and '{label}'.");
    }

    public TrainerInfo Info => MLNetPredictors.Info;

    public BinaryPredictionTransformer<BinarizedNetworkTransformer> Fit(IDataView input) =>
        MLNetPredictors.Binary(environment, _trainer.Fit(input), input.Schema, options.FeatureColumnName);

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _trainer.GetOutputSchema(inputSchema);
}
