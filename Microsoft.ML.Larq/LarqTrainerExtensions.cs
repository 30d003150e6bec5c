using Microsoft.ML.Larq;
using Microsoft.ML.Larq.Fitting;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Networks;
using BinaryEstimator = Microsoft.ML.Trainers.ITrainerEstimator<
    Microsoft.ML.Data.BinaryPredictionTransformer<Microsoft.ML.Larq.BinarizedNetworkTransformer>,
    Microsoft.ML.Larq.BinarizedNetworkTransformer>;

namespace Microsoft.ML;

/// <summary>
/// Puts the trainer of <see cref="LarqCatalog"/> among ML.NET's own for several classes: the label of another task is
/// refused.
/// </summary>
public static class LarqMulticlassExtensions
{
    /// <summary>Trains a binarized neural network for several classes.</summary>
    /// <param name="catalog">The catalog of trainers.</param>
    /// <param name="labelColumnName">The column to predict: a key.</param>
    /// <param name="featureColumnName">The column to predict from: a vector of Single of known size.</param>
    /// <param name="exampleWeightColumnName">
    /// How much each row counts: a column of Single; null (default): all alike.
    /// </param>
    /// <param name="network">
    /// Builds the network from its input and the number of outputs; null picks a sound default.
    /// </param>
    /// <param name="epochs">Passes over the training rows, at least 1; null (default) as in the options.</param>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> is null.</exception>
    /// <exception cref="ArgumentException">A name is empty, or the epochs are below 1.</exception>
    public static BinarizedNetworkTrainer BinaryNet(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        Func<NetworkTensor, int, NetworkTensor>? network = null,
        int? epochs = null) => catalog.BinaryNet(BinarizedNetworkTrainer.Options.InShort(
            labelColumnName, featureColumnName, exampleWeightColumnName, network, epochs));

    /// <summary>Trains a binarized neural network for several classes.</summary>
    /// <param name="catalog">The catalog of trainers.</param>
    /// <param name="options">What to train on, what to train, and how.</param>
    /// <exception cref="ArgumentNullException">The catalog or the options are null.</exception>
    /// <exception cref="ArgumentException">The options are for another task.</exception>
    public static BinarizedNetworkTrainer BinaryNet(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        BinarizedNetworkTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new BinarizedNetworkTrainer(
            MLNetPredictors.Environment(catalog), options.For(LearningTask.MulticlassClassification));
    }
}

/// <summary>
/// Puts the trainer of <see cref="LarqCatalog"/> among ML.NET's own for two classes: the label of another task is
/// refused.
/// </summary>
public static class LarqBinaryExtensions
{
    /// <summary>Trains a binarized neural network for two classes.</summary>
    /// <remarks>
    /// The model is in ML.NET's own transformer of two classes, as OneVersusAll and <c>ChangeModelThreshold</c> want
    /// it; its <c>Model</c> is what <c>mlContext.Larq().BinaryNet</c> gives, which scores more rows a second.
    /// </remarks>
    /// <param name="catalog">The catalog of trainers.</param>
    /// <param name="labelColumnName">The column to predict: Boolean.</param>
    /// <param name="featureColumnName">The column to predict from: a vector of Single of known size.</param>
    /// <param name="exampleWeightColumnName">
    /// How much each row counts: a column of Single; null (default): all alike.
    /// </param>
    /// <param name="network">
    /// Builds the network from its input and the number of outputs; null picks a sound default.
    /// </param>
    /// <param name="epochs">Passes over the training rows, at least 1; null (default) as in the options.</param>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> is null.</exception>
    /// <exception cref="ArgumentException">A name is empty, or the epochs are below 1.</exception>
    public static BinaryEstimator BinaryNet(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        Func<NetworkTensor, int, NetworkTensor>? network = null,
        int? epochs = null) => catalog.BinaryNet(BinarizedNetworkTrainer.Options.InShort(
            labelColumnName, featureColumnName, exampleWeightColumnName, network, epochs));

    /// <summary>Trains a binarized neural network for two classes.</summary>
    /// <remarks>
    /// The model is in ML.NET's own transformer of two classes, as OneVersusAll and <c>ChangeModelThreshold</c> want
    /// it; its <c>Model</c> is what <c>mlContext.Larq().BinaryNet</c> gives, which scores more rows a second.
    /// </remarks>
    /// <param name="catalog">The catalog of trainers.</param>
    /// <param name="options">What to train on, what to train, and how.</param>
    /// <exception cref="ArgumentNullException">The catalog or the options are null.</exception>
    /// <exception cref="ArgumentException">
    /// The options are for another task, or rename the columns that ML.NET's transformer adds.
    /// </exception>
    public static BinaryEstimator BinaryNet(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, BinarizedNetworkTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return BinaryPredictionTrainer.Create(
            MLNetPredictors.Environment(catalog), options.For(LearningTask.BinaryClassification));
    }
}

/// <summary>
/// Puts the trainer of <see cref="LarqCatalog"/> among ML.NET's own for a number: the label of another task is
/// refused.
/// </summary>
public static class LarqRegressionExtensions
{
    /// <summary>Trains a binarized neural network for a number.</summary>
    /// <param name="catalog">The catalog of trainers.</param>
    /// <param name="labelColumnName">The column to predict: Single.</param>
    /// <param name="featureColumnName">The column to predict from: a vector of Single of known size.</param>
    /// <param name="exampleWeightColumnName">
    /// How much each row counts: a column of Single; null (default): all alike.
    /// </param>
    /// <param name="network">
    /// Builds the network from its input and the number of outputs; null picks a sound default.
    /// </param>
    /// <param name="epochs">Passes over the training rows, at least 1; null (default) as in the options.</param>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> is null.</exception>
    /// <exception cref="ArgumentException">A name is empty, or the epochs are below 1.</exception>
    public static BinarizedNetworkTrainer BinaryNet(
        this RegressionCatalog.RegressionTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        Func<NetworkTensor, int, NetworkTensor>? network = null,
        int? epochs = null) => catalog.BinaryNet(BinarizedNetworkTrainer.Options.InShort(
            labelColumnName, featureColumnName, exampleWeightColumnName, network, epochs));

    /// <summary>Trains a binarized neural network for a number.</summary>
    /// <param name="catalog">The catalog of trainers.</param>
    /// <param name="options">What to train on, what to train, and how.</param>
    /// <exception cref="ArgumentNullException">The catalog or the options are null.</exception>
    /// <exception cref="ArgumentException">The options are for another task.</exception>
    public static BinarizedNetworkTrainer BinaryNet(
        this RegressionCatalog.RegressionTrainers catalog, BinarizedNetworkTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new BinarizedNetworkTrainer(
            MLNetPredictors.Environment(catalog), options.For(LearningTask.Regression));
    }
}
