using System.Globalization;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Progress.EventFiles;
using Microsoft.ML.Larq.Training.Callbacks;

namespace Microsoft.ML.Larq.Training;

/// <summary>Writes what is measured to TensorBoard's event files while training runs.</summary>
/// <remarks>
/// <para>
/// In <see cref="Folder"/> are two runs, <c>train</c> and, with a validation set, <c>validation</c>; a value bears the
/// same tag in both (<c>Loss</c>, not <c>Validation Loss</c>), so that TensorBoard draws them into one chart. A step is
/// an epoch, from 1; its time is that of the epoch's end. Values are written with the precision of 32 bits; what was
/// not measured is left out.
/// </para>
/// <para>
/// Each epoch is in the file when the next one begins, and stays there where training is cancelled or fails. Every
/// training begins a file of its own in the same folder. Of epochs that were trained twice, because training was
/// resumed from an earlier checkpoint or a new one was begun in the folder, TensorBoard shows the later ones; the
/// trainings of a cross-validation, or of several options, want a folder each.
/// </para>
/// <para>
/// Where option <c>HistogramInterval</c> asks for histograms, the run <c>train</c> has them too, each of 30 ranges of
/// equal width from the least to the largest value: latent weights (<c>weights/</c> and the kernel's metric name), what
/// quantizers of inputs and activations are given (<c>pre_activations/</c>), and the gradients to both, as they leave
/// the quantizers (<c>gradients/</c>).
/// </para>
/// <para>
/// A folder that cannot be written is an error before the first step. Later, when the disk is full, say, training goes
/// on: a warning says so once, and the epochs that are missing are written as soon as that works again.
/// </para>
/// <para>Watch it with <c>tensorboard --logdir folder</c>.</para>
/// <para>The object is a description: several trainings may share it.</para>
/// <para>Keras: <c>keras.callbacks.TensorBoard</c>, whose steps count from 0.</para>
/// </remarks>
public sealed class TensorBoard : TrainingCallback
{
    private readonly EventLog _train;
    private readonly EventLog _validation;
    private (double Seconds, TrainingProgress Progress)? _left;
    private bool _isTold;

    /// <summary>Describes where to write.</summary>
    /// <param name="folder">The training's folder, made where there is none.</param>
    /// <exception cref="ArgumentException">The folder's name is empty or has a null character.</exception>
    public TensorBoard(string folder)
    {
        Folder = EventRun.Folder(folder);
        _train = new EventLog(Path.Combine(folder, EventRun.Train));
        _validation = new EventLog(Path.Combine(folder, EventRun.Validation));
    }

    /// <summary>The training's folder.</summary>
    public string Folder { get; }

    /// <summary>Epochs of which one is written, the last in any case; at least 1. Default 1: every epoch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Interval
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(Interval), value, $"{nameof(TensorBoard)}: {nameof(Interval)} is at least 1, got {value}.");
    } = 1;

    /// <inheritdoc/>
    /// <exception cref="IOException">The folder cannot be written; nothing has been trained yet.</exception>
    public override void OnTrainBegin(TrainingContext training)
    {
        ArgumentNullException.ThrowIfNull(training);
        var (now, next) = (Now, training.Progress.Epoch + 1);
        var isValidated = training.Progress.Values.Any(value => EventRun.Of(value.Key).Run == EventRun.Validation);
        try
        {
            _train.Append(now, EventRecord.Start(now, next));
            if (isValidated) _validation.Append(now, EventRecord.Start(now, next));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{nameof(TensorBoard)} cannot write to folder '{Folder}': {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext training)
    {
        ArgumentNullException.ThrowIfNull(training);
        var (now, epoch) = (Now, training.Progress.Epoch);
        _left = (now, training.Progress);
        byte[][] taken = [.. training.Histograms.Select(one =>
            EventRecord.Histogram(now, epoch, one.Tag, one.Histogram))];
        if (taken.Length > 0) Append(training, _train, taken);
        if (epoch % Interval == 0) Write(training);
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(TrainingContext training)
    {
        ArgumentNullException.ThrowIfNull(training);
        Write(training);
    }

    internal override bool ComesLast => true;

    internal override TrainingCallback ForRun() => new TensorBoard(Folder) { Interval = Interval };

    internal override void Check(TrainingOutline outline)
    {
        foreach (var folder in new[]
        {
            Folder, Path.Combine(Folder, EventRun.Train), Path.Combine(Folder, EventRun.Validation),
        })
        {
            if (File.Exists(folder))
            {
                throw new ArgumentException(
                    $"{nameof(TensorBoard)} writes to a folder, made where there is none; '{folder}' is a file.");
            }
        }
    }

    private static double Now => EventRecord.Seconds(DateTimeOffset.UtcNow);

    // Also where nothing is left: an earlier epoch may wait in the logs.
    private void Write(TrainingContext training)
    {
        var records = (_left is { } left
            ? EventRun.Records(left.Progress.Values, left.Seconds, left.Progress.Epoch)
            : []).ToLookup(one => one.Run, one => one.Record);
        _left = null;
        Append(training, _train, records[EventRun.Train]);
        Append(training, _validation, records[EventRun.Validation]);
    }

    private void Append(TrainingContext training, EventLog log, IEnumerable<byte[]> records)
    {
        try
        {
            log.Append(Now, [.. records.SelectMany(record => record)]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (_isTold) return;
            _isTold = true;
            training.Warn(new TrainingWarning(NoticeNames.EventsNotWritten, null, string.Create(
                CultureInfo.InvariantCulture,
                $"{nameof(TensorBoard)} could not write epoch {training.Progress.Epoch} to folder '{Folder}'; training "
                + $"goes on, and writing is tried again after each epoch: {error.Message}")));
        }
    }
}
