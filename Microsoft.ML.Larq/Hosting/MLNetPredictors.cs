using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Larq.Hosting;

/// <summary>Puts a model into ML.NET's own prediction transformers, which nobody else can make.</summary>
internal static class MLNetPredictors
{
    /// <summary>
    /// What a binary trainer says of itself: needs neither scaled features, calibration nor rows in memory.
    /// </summary>
    public static TrainerInfo Info { get; } = new(normalization: false, calibration: false, caching: false);

    /// <summary>The environment of a context's catalog of trainers.</summary>
    public static IHostEnvironment Environment(TrainCatalogBase.CatalogInstantiatorBase catalog) =>
        CatalogUtils.GetEnvironment(catalog);

    /// <summary>Two classes, told apart at score 0; the model is an <see cref="IHostedPredictor"/>.</summary>
    public static BinaryPredictionTransformer<TModel> Binary<TModel>(
        IHostEnvironment environment, TModel model, DataViewSchema schema, string feature)
        where TModel : class, IHostedPredictor => new(environment, model, schema, feature);
}
