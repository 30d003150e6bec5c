using Microsoft.ML.Larq.Checkpoints;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Data;
using Microsoft.ML.Larq.Training.Machine;
using Microsoft.ML.Larq.Training.Resuming;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>One training's checkpoints: the one that it goes on from, and those that it writes.</summary>
internal sealed class TrainingResumption : IDisposable
{
    private readonly BinarizedNetworkTrainer.Options _options;
    private readonly Checkpoint? _from;
    private readonly CheckpointWriter? _writer;
    private IReadOnlyDictionary<string, string> _known = new Dictionary<string, string>();

    /// <exception cref="ArgumentException">A folder is not what its option needs.</exception>
    /// <exception cref="FormatException">The checkpoint is damaged.</exception>
    /// <exception cref="IOException">A folder cannot be used, or another training writes to it.</exception>
    public TrainingResumption(BinarizedNetworkTrainer.Options options)
    {
        _options = options;

        // The folder is this training's before anything of it is read.
        _writer = options.Checkpoints is { } checkpoints ? new CheckpointWriter(checkpoints, options.ResumeFrom) : null;
        try
        {
            _from = options.ResumeFrom is { } folder ? CheckpointFolder.Latest(folder) : null;
        }
        catch
        {
            _writer?.Dispose();
            throw;
        }
    }

    /// <summary>The seed of the training that goes on.</summary>
    public int? Seed => _from?.Seed;

    /// <summary>The settings with what is to be kept, and where training goes on from.</summary>
    /// <exception cref="ArgumentException">The checkpoint is of another training; the message says in what.</exception>
    public TrainingSettings AddTo(
        TrainingSettings settings, BinarizedNetworkTrainer.Options options, NetworkDefinition definition,
        string device, RowCache rows, RowCache? validation)
    {
        if (_from is null && _options.Checkpoints is null) return settings;
        _known = ResumableOptions.Of(options, settings, device, rows, validation);
        var threads = TorchThreads.Current;
        if (_from is not null)
        {
            _from.Require(definition, _known, ResumableOptions.Defaults(settings, rows));
            settings.Inform($"Training resumes after epoch {_from.State.Epoch}.");
            if (_from.Threads != threads)
            {
                settings.Warn(new TrainingWarning(
                    NoticeNames.OtherThreads, null,
                    $"The training that resumes ran on {_from.Threads} threads, it goes on with {threads}: sums may "
                    + "round differently. Option NumberOfThreads fixes the number."));
            }
        }

        return settings with
        {
            Resuming = new ResumingSettings
            {
                From = _from?.State,
                Interval = _options.Checkpoints?.Every ?? 1,
                Keep = _writer is { } writer
                    ? state => writer.Add(
                        new Checkpoint(definition, _known, settings.Seed, threads, state),
                        state.IsStopped || state.Epoch >= settings.Epochs,
                        message => settings.Warn(
                            new TrainingWarning(NoticeNames.CheckpointNotKept, null, message)))
                    : null,
            },
        };
    }

    public void Dispose() => _writer?.Dispose();
}
