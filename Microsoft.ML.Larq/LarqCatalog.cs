using System.Runtime.CompilerServices;
using Microsoft.ML.Larq;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Images;
using Microsoft.ML.Larq.Keras;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Stages;

namespace Microsoft.ML;

/// <summary>Binarized neural networks for ML.NET: <c>mlContext.Larq()</c> gives it.</summary>
public sealed class LarqCatalog
{
    private readonly MLContext _context;

    internal LarqCatalog(MLContext context) => _context = context;

    /// <inheritdoc cref="BinarizedNetworkTrainer"/>
    /// <param name="labelColumnName">
    /// The column to predict: key (multiclass), Boolean (binary) or Single (regression).
    /// </param>
    /// <param name="featureColumnName">The column to predict from: a vector of Single of known size.</param>
    /// <param name="network">
    /// Builds the network from its input and the number of outputs; null picks a sound default.
    /// </param>
    /// <param name="epochs">Passes over the training rows, at least 1; null (default) as in the options.</param>
    /// <exception cref="ArgumentException">A name is empty, or the epochs are below 1.</exception>
    public BinarizedNetworkTrainer BinaryNet(
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        Func<NetworkTensor, int, NetworkTensor>? network = null,
        int? epochs = null) => BinaryNet(BinarizedNetworkTrainer.Options.InShort(
            labelColumnName, featureColumnName, null, network, epochs));

    /// <inheritdoc cref="BinarizedNetworkTrainer"/>
    /// <param name="options">What to train on, what to train, and how.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public BinarizedNetworkTrainer BinaryNet(BinarizedNetworkTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new BinarizedNetworkTrainer(_context, options.Copy());
    }

    /// <inheritdoc cref="StagedNetworkTrainer"/>
    /// <param name="stages">
    /// The stages, first to last: a name of its own, by which later stages ask for its model, and what gives its
    /// options from the models of the stages before it; called when the stage begins. The first one's is also called
    /// to learn about columns and must ask for none.
    /// </param>
    /// <exception cref="ArgumentException">
    /// There is no stage, two have one name, or one has no name or no function.
    /// </exception>
    public IEstimator<BinarizedNetworkTransformer> BinaryNetInStages(
        params IReadOnlyList<(string Name, Func<EarlierStages, BinarizedNetworkTrainer.Options> Options)> stages)
    {
        ArgumentNullException.ThrowIfNull(stages);
        return new StagedNetworkTrainer(
            _context, [.. stages.Select(stage => new TrainingStage(stage.Name, stage.Options))]);
    }

    /// <inheritdoc cref="KerasNetworkEstimator"/>
    /// <param name="path">
    /// The <c>.h5</c> file that Keras 2 wrote: a whole model, or weights for <paramref name="network"/>.
    /// </param>
    /// <param name="featureColumnName">The column that is scored: a vector of Single of known size.</param>
    /// <param name="network">
    /// The network, which takes the file's weights in Keras' order; null (default) builds it from the file's model.
    /// </param>
    /// <param name="task">
    /// What the output means. Null (default) asks the activation that the model ends in: a softmax over several
    /// outputs tells classes; one sigmoid a yes or no; several sigmoids, and images of numbers, are
    /// <see cref="LearningTask.Outputs"/>; one output of another kind is a number. Several of another kind are an
    /// error, unless there are <paramref name="classNames"/>.
    /// </param>
    /// <param name="classNames">The classes' names, one per output; null (default): keys without names.</param>
    /// <param name="pixelOrder">
    /// The order of an image's values; null (default) reads it from the column's dimensions.
    /// </param>
    /// <param name="inputShape">
    /// The shape of a row, where the file's model takes rows of any size; null (default) reads it from the model.
    /// </param>
    /// <exception cref="ArgumentException">
    /// A name is empty, or the file, the task or the names do not fit the network.
    /// </exception>
    /// <exception cref="FormatException">
    /// The file is damaged or a layer cannot be built; the message names it.
    /// </exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    public KerasNetworkEstimator FromKeras(
        string path,
        string featureColumnName = "Features",
        NetworkDefinition? network = null,
        LearningTask? task = null,
        IReadOnlyList<string>? classNames = null,
        PixelOrder? pixelOrder = null,
        TensorShape? inputShape = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(featureColumnName);
        Defined(task);
        Defined(pixelOrder);
        if (classNames?.Contains(null!) == true)
            throw new ArgumentException("Among the classes' names one is null.", nameof(classNames));
        return KerasScorer.Create(path, featureColumnName, network, task, classNames, pixelOrder, inputShape);
    }

    /// <inheritdoc cref="ImageNetEstimator"/>
    /// <param name="outputColumnName">The column that is added: a vector of size×size×3 numbers.</param>
    /// <param name="inputColumnName">The column of images, as <c>LoadImages</c> gives it.</param>
    /// <param name="size">Height and width of the result, from 1 to 8192; default 224.</param>
    /// <exception cref="ArgumentException">A name is empty, or the size is out of range.</exception>
    public IEstimator<ITransformer> ImageNetPixels(
        string outputColumnName = "Features", string inputColumnName = "Image", int size = 224) =>
        new ImageNetEstimator(new ImageNetTransformer(_context, outputColumnName, inputColumnName, size));

    /// <summary>
    /// Delivers every progress event of this context, this library's trainer's and any other trainer's, until the
    /// result is disposed: start, checkpoints, live values about five times a second, stop.
    /// </summary>
    /// <param name="listener">
    /// Called with each event, one at a time, on another thread; the last ones while disposing.
    /// </param>
    /// <returns>Ends the monitoring when disposed, after the last events were delivered.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="listener"/> is null.</exception>
    /// <remarks>
    /// A listener that throws is called again with the next event; disposing then throws what it threw.
    /// </remarks>
    public IDisposable MonitorProgress(Action<ProgressEvent> listener) => ProgressTap.Subscribe(_context, listener);

    /// <inheritdoc cref="MonitorProgress(Action{ProgressEvent})"/>
    public IDisposable MonitorProgress(IProgress<ProgressEvent> listener) => ProgressTap.Subscribe(_context, listener);

    private static void Defined<T>(T? value, [CallerArgumentExpression(nameof(value))] string? parameter = null)
        where T : struct, Enum
    {
        if (value is not { } given || Enum.IsDefined(given)) return;
        throw new ArgumentOutOfRangeException(
            parameter, given, $"The {parameter} is {string.Join(", ", Enum.GetNames<T>())} or null, got {given}.");
    }
}
