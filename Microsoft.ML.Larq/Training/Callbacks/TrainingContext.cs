using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training.Callbacks;

namespace Microsoft.ML.Larq.Training;

/// <summary>What a <see cref="TrainingCallback"/> may see and do while a network is trained.</summary>
/// <remarks>
/// Valid until training ends; used later, every member that reaches the network throws an
/// <see cref="InvalidOperationException"/>. Not thread-safe: for the thread that calls the callback.
/// </remarks>
public sealed class TrainingContext
{
    private ITrainingRun? _run;
    private TrainingProgress? _progress;

    internal TrainingContext(ITrainingRun run)
    {
        _run = run;
        Network = run.Definition;
    }

    /// <summary>The network that is trained.</summary>
    public NetworkDefinition Network { get; }

    /// <summary>
    /// Where training stands, and every value measured so far in the epoch: those of
    /// <see cref="TrainingProgress.Values"/>.
    /// </summary>
    /// <remarks>
    /// Measured when it is first read in a call. Within an epoch that costs a little for each layer; validation values
    /// are there at the epoch's end only, before that NaN.
    /// </remarks>
    public TrainingProgress Progress => _progress ??= Run.Measure();

    /// <summary>What the learning rates of the schedules are multiplied by: above 0, at most 1. At first 1.</summary>
    public double LearningRateFactor => Run.RateFactor;

    /// <summary>Whether a callback has stopped training.</summary>
    public bool IsStopped { get; internal set; }

    /// <summary>Whether training ends because it was cancelled.</summary>
    public bool IsCancelled { get; internal set; }

    /// <summary>Copies all weights, latent kernels as they are.</summary>
    /// <remarks>
    /// At the end of an epoch, and of training, the batch normalizations' statistics are first re-estimated for these
    /// weights, unless that option is off; within an epoch they are running averages.
    /// </remarks>
    /// <returns>A copy that later steps do not change.</returns>
    public NetworkWeights ReadWeights() => Run.Copy(fitted: true);

    /// <summary>
    /// Lowers the learning rates from the next step on: what the schedules give is multiplied by the product of all
    /// factors given so far. Bop's γ, which decides like a learning rate how fast weights follow gradients, is too.
    /// </summary>
    /// <param name="factor">Above 0, at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is out of range.</exception>
    /// <exception cref="InvalidOperationException">The training has ended.</exception>
    public void ScaleLearningRate(double factor)
    {
        if (!(factor is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(factor), factor, $"A learning rate's factor is above 0 and at most 1, got {factor}.");
        }

        Run.RateFactor *= factor;
    }

    /// <summary>
    /// Ends training: no further batch begins. The epoch under way is still validated and reported, and the model is
    /// made of the weights as they are then.
    /// </summary>
    /// <param name="reason">Why, for the log; null says nothing.</param>
    /// <exception cref="InvalidOperationException">The training has ended.</exception>
    public void Stop(string? reason = null)
    {
        if (reason is not null) Run.Inform(reason);
        IsStopped = true;
    }

    /// <summary>
    /// Reports a value of the epoch, which then goes every way that measured values go: progress, ML.NET's channel and
    /// log, history, saved model, files and report.
    /// </summary>
    /// <remarks>
    /// Of several in an epoch the last counts; an epoch without has NaN. It may be called at any time from
    /// <see cref="TrainingCallback.OnTrainBegin"/>, where it announces the name alone, to the last
    /// <see cref="TrainingCallback.OnEpochEnd"/>.
    /// </remarks>
    /// <param name="name">
    /// Its name, at most 200 characters, the same every time; a layer's value is written <c>my_value/conv</c>, in lower
    /// case, and then stands beside the other values of layers instead of in the log's line.
    /// </param>
    /// <param name="value">The value; NaN where there is none.</param>
    /// <exception cref="ArgumentException">The name cannot be one, or is that of something measured.</exception>
    /// <exception cref="InvalidOperationException">The last epoch is over.</exception>
    public void Report(string name, double value)
    {
        ArgumentNullException.ThrowIfNull(name);
        Run.Report(name, value);
        Refresh();
    }

    /// <summary>Whether there is a callback of a user's own, which may report values.</summary>
    internal bool MayReport { get; init; }

    /// <summary>Whether the model is to have the weights as they are, whatever a callback holds best.</summary>
    internal bool KeepsWeights { get; set; }

    /// <inheritdoc cref="ITrainingRun.Histograms"/>
    internal IReadOnlyList<(string Tag, HistogramFacts Histogram)> Histograms => Run.Histograms;

    /// <summary>A copy of the weights as they are, statistics too.</summary>
    internal NetworkWeights CopyWeights() => Run.Copy(fitted: false);

    /// <summary>Puts the weights of an epoch back.</summary>
    internal void Restore(NetworkWeights weights, int epoch) => Run.Restore(weights, epoch);

    /// <summary>Tells a person.</summary>
    internal void Inform(string message) => Run.Inform(message);

    /// <summary>Warns a person; the warning stays in the history.</summary>
    internal void Warn(TrainingWarning warning) => Run.Warn(warning);

    /// <summary>Training has moved on: what was measured is old.</summary>
    internal void Refresh() => _progress = null;

    /// <summary>Training is over.</summary>
    internal void Close() => _run = null;

    private ITrainingRun Run => _run
        ?? throw new InvalidOperationException("The training that this context belongs to has ended.");
}
