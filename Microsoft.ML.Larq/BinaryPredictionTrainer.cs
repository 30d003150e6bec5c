using Microsoft.ML.Data;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.Larq;

/// <summary>Trains for two classes and gives the model in ML.NET's own transformer of them.</summary>
internal sealed class BinaryPredictionTrainer(IHostEnvironment environment, BinarizedNetworkTrainer.Options options)
    : ITrainerEstimator<BinaryPredictionTransformer<BinarizedNetworkTransformer>, BinarizedNetworkTransformer>
{
    private readonly BinarizedNetworkTrainer _trainer = new(environment, options);

    public TrainerInfo Info => MLNetPredictors.Info;

    public BinaryPredictionTransformer<BinarizedNetworkTransformer> Fit(IDataView input) =>
        MLNetPredictors.Binary(environment, _trainer.Fit(input), input.Schema, options.FeatureColumnName);

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _trainer.GetOutputSchema(inputSchema);
}
