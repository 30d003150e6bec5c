using Microsoft.ML.Larq.Training.Callbacks;

namespace Microsoft.ML.Larq.Training;

/// <summary>
/// Watches training from within: called at the beginning and end of training, of each epoch and of each batch, where it
/// may read metrics and weights, lower the learning rate, and stop.
/// </summary>
/// <remarks>
/// <para>Every method does nothing unless overridden. Order of the calls:</para>
/// <code>
/// OnTrainBegin
///   OnEpochBegin
///     OnBatchBegin, OnBatchEnd        once a batch
///   OnEpochEnd                        after the validation, before the epoch is reported
/// OnTrainEnd                          also where a callback stopped training; not where an error ends it
/// </code>
/// <para>
/// Several callbacks are called in the order of <c>Options.Callbacks</c>, on the thread that trains; an
/// <see cref="EarlyStopping"/> that watches what another reports looks at it after the others. What one throws ends
/// training and reaches the caller of <c>Fit</c> as it is; nothing is left behind.
/// </para>
/// <para>
/// The same object is called in every training with the same options (each fold of a cross-validation is one): one that
/// remembers something begins anew in <see cref="OnTrainBegin"/>.
/// </para>
/// <para>Keras: <c>keras.callbacks.Callback</c>.</para>
/// </remarks>
public abstract class TrainingCallback
{
    /// <summary>Called once before the first epoch.</summary>
    /// <param name="training">
    /// The training that begins; its epoch is 0, or the checkpoint's where it resumes.
    /// </param>
    public virtual void OnTrainBegin(TrainingContext training)
    {
    }

    /// <summary>Called once after the last epoch, before the network is packed.</summary>
    /// <param name="training">The training that ends.</param>
    public virtual void OnTrainEnd(TrainingContext training)
    {
    }

    /// <summary>Called before an epoch's first batch.</summary>
    /// <param name="training">The training; nothing is measured in the epoch yet.</param>
    public virtual void OnEpochBegin(TrainingContext training)
    {
    }

    /// <summary>Called when all values of an epoch are known.</summary>
    /// <param name="training">The training; its progress has the validation's values.</param>
    public virtual void OnEpochEnd(TrainingContext training)
    {
    }

    /// <summary>Called before a step.</summary>
    /// <param name="training">The training.</param>
    public virtual void OnBatchBegin(TrainingContext training)
    {
    }

    /// <summary>Called after a step, when the weights have changed.</summary>
    /// <param name="training">The training.</param>
    public virtual void OnBatchEnd(TrainingContext training)
    {
    }

    /// <summary>
    /// Called for every checkpoint, after <see cref="OnEpochEnd"/>: writes down what the callback remembers between
    /// epochs. A callback that remembers nothing needs neither this nor <see cref="Load"/>.
    /// </summary>
    /// <param name="state">Empty at first.</param>
    public virtual void Save(CallbackState state)
    {
    }

    /// <summary>
    /// Called where training resumes from a checkpoint, after <see cref="OnTrainBegin"/>, if <see cref="Save"/> had
    /// written something.
    /// </summary>
    /// <param name="state">What was written.</param>
    public virtual void Load(CallbackState state)
    {
    }

    /// <summary>
    /// The callback that one training calls: itself, or a fresh one where it is a description that several may share.
    /// </summary>
    internal virtual TrainingCallback ForRun() => this;

    /// <summary>Whether it is called after the others, because it writes down what they report.</summary>
    internal virtual bool ComesLast => false;

    /// <summary>
    /// Whether it looks at a value that another reports, and so is called after the others where training begins and
    /// where an epoch ends.
    /// </summary>
    /// <param name="measured">The names of what training itself measures.</param>
    internal virtual bool WatchesAReport(IReadOnlySet<string> measured) => false;

    /// <summary>Whether the callback can serve a training; called before any data is read.</summary>
    /// <exception cref="ArgumentException">It cannot; the message says what it lacks.</exception>
    internal virtual void Check(TrainingOutline outline)
    {
    }
}
