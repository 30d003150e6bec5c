using Microsoft.ML.Larq.Checkpoints;
using Microsoft.ML.Larq.Clusters.Wires;
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
    private readonly Checkpoint? _from;
    private readonly CheckpointWriter? _writer;
    private readonly Ranks _ranks;
    private readonly int _interval;
    private IReadOnlyDictionary<string, string> _known = new Dictionary<string, string>();

    /// <param name="options">The options; of ranks, those of rank 0 count.</param>
    /// <param name="ranks">Who train together.</param>
    /// <exception cref="ArgumentException">A folder is not what its option needs.</exception>
    /// <exception cref="FormatException">The checkpoint is damaged.</exception>
    /// <exception cref="IOException">A folder cannot be used, or another training writes to it.</exception>
    public TrainingResumption(BinarizedNetworkTrainer.Options options, Ranks ranks)
    {
        _ranks = ranks;
        _interval = ranks.OfFirst(options.Checkpoints?.Every ?? 0);

        // The folder is this training's before anything of it is read.
        _writer = ranks.Leads && options.Checkpoints is { } checkpoints
            ? new CheckpointWriter(checkpoints, options.ResumeFrom)
            : null;
        try
        {
            _from = ranks.Leads && options.ResumeFrom is { } folder ? CheckpointFolder.Latest(folder) : null;
            if (!ranks.IsAlone) _from = OfFirst(_from);
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
        if (_from is null && _interval == 0 && _ranks.IsAlone) return settings;
        _known = ResumableOptions.Of(options, settings, device, rows, validation);
        RankAgreement.Require(_ranks, _known.Concat(definition.Layers.Select((layer, i) =>
            KeyValuePair.Create($"the network's layer {i}", $"'{layer.Name}', {layer}"))));
        if (_from is null && _interval == 0) return settings;
        var threads = TorchThreads.Current;
        if (_from is not null)
        {
            var defaults = ResumableOptions.Defaults(settings, rows);
            defaults[ResumableOptions.Ranks] = ResumableOptions.One;
            _from.Require(definition, _known, defaults);
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
                Interval = Math.Max(1, _interval),
                Keep = _interval > 0 ? state => _ranks.OfFirst(Keep(state)) : null,
            },
        };

        bool Keep(TrainingState state) => _writer?.Add(
            new Checkpoint(definition, _known, settings.Seed, threads, state),
            state.IsStopped || state.Epoch >= settings.Epochs,
            message => settings.Warn(new TrainingWarning(NoticeNames.CheckpointNotKept, null, message))) != false;
    }

    // Rank 0 alone reads and writes files: the others may have other disks.
    private Checkpoint? OfFirst(Checkpoint? own)
    {
        var bytes = _ranks.BytesOfFirst(own is null ? [] : CheckpointFile.ToBytes(own));
        return bytes.Length == 0 ? null : CheckpointFile.Read(bytes);
    }

    public void Dispose() => _writer?.Dispose();
}
