using Microsoft.ML.Data;
using Microsoft.ML.Larq.Clusters.Mpi;
using Microsoft.ML.Larq.Clusters.Wires;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Model;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Tensors;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Augmentation;
using Microsoft.ML.Larq.Training.Callbacks;
using Microsoft.ML.Larq.Training.Data;
using Microsoft.ML.Larq.Training.Distilling;
using Microsoft.ML.Larq.Training.Losses;
using Microsoft.ML.Larq.Training.Machine;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>One call of Fit, from checked columns to a transformer.</summary>
internal sealed class TrainingTask : IDisposable
{
    private readonly IHostEnvironment _environment;
    private readonly IHost _host;
    private readonly IChannel _channel;
    private BinarizedNetworkTrainer.Options _options;
    private readonly LabelTarget _target;
    private readonly RowLayout _layout;
    private readonly TrainingResumption _resumption;
    private readonly int _seed;
    private readonly FitRows _rows;
    private readonly TrainingWarnings _warnings;
    private readonly Ranks _ranks;

    public TrainingTask(
        IHostEnvironment environment, IHost host, IChannel channel, BinarizedNetworkTrainer.Options options,
        IDataView input, Ranks ranks)
    {
        // Before anything of the user's runs here: the thread may have run libtorch already.
        SignalStack.Enlarge();
        _environment = environment;
        _host = host;
        _channel = channel;
        _options = options;
        _ranks = ranks;
        const string Where = "in the training rows";
        var schema = input.Schema;
        RequireRows(input, options.LabelColumnName);
        _target = LabelTarget.Of(schema, options.LabelColumnName, options.Task, options.Catalog, Where);
        var feature = FeatureInput.Find(schema, options.FeatureColumnName, Where);
        _layout = FeatureInput.Layout(feature, options.Image);
        ExampleWeights.Check(schema, options.ExampleWeightColumnName);
        OutputColumns.Check(options, _target.Task);
        Inform(
            $"{_target.Task} of {_target.InWords}: label column '{options.LabelColumnName}' "
            + $"({schema[options.LabelColumnName].Type}) from feature column '{feature.Name}' ({feature.Type}).");
        _warnings = new TrainingWarnings(channel);
        WarnOfLauncher();
        var seed = options.Seed ?? HostServices.Seed(environment);
        RankAgreement.Require(ranks, TaskTexts.Of(schema, options, _target, _layout, ranks, seed is not null));
        _resumption = new TrainingResumption(options, ranks);
        _seed = seed ?? _resumption.Seed
            ?? ranks.OfFirst(Random.Shared.Next());
        _rows = new FitRows(environment, channel, options, _target, _layout, CheckAlive, _warnings, ranks);
    }

    public BinarizedNetworkTransformer Run(IDataView input, BinarizedNetworkTransformer? previous)
    {
        var loss = TrainingLoss.For(_target.Task, _options.Loss, _options.LabelSmoothing);
        if (previous is not null) CheckPrevious(previous.Facts);
        var definition = TrainedNetwork.Define(
            _options, _layout, _target, previous, null, out var asksForRows, Inform);
        CheckOptions(definition);
        _rows.Read(
            input, definition.TakesMissing && _options.Distillation?.Teacher is null or { TakesMissing: true });
        if (_target.Task == LearningTask.Regression && _options is { Task: null, Catalog: null }
            && ClassesAsNumbers.Warning(_rows.Training.Labels, _options.LabelColumnName) is { } warning)
            Warn(NoticeNames.ClassesAsNumbers, warning);
        var columns = new TrainingColumns(_rows.Training, _target.LabelClasses, CheckAlive);
        if (asksForRows) definition = TrainedNetwork.Define(_options, _layout, _target, previous, columns, out _);
        var distillation = _options.Distillation?.For(definition, _target, _options.LabelColumnName);
        var given = _options;
        _options = TrainingDefaults.Complete(_options, definition, _rows.Training.Count, _target.Task);
        var maker = new ModelMaker(
            _channel, _options, OptionTable.InWords(UsedOptions(_options), UsedOptions(given)), _target, _layout, _rows,
            _warnings);
        var settings = Settings(definition, loss, Scale(previous), distillation);
        var start = TrainedNetwork.Start(
            definition, _rows.Training, columns, _seed, previous?.Weights, _options.StartWeights,
            new StartNotes(Inform, message => Warn(NoticeNames.FreshWeights, message)));
        return Train(definition, start, settings, maker);
    }

    public void Dispose()
    {
        _resumption.Dispose();
        _rows.Dispose();
    }

    private BinarizedNetworkTransformer Train(
        NetworkDefinition definition, NetworkWeights start, TrainingSettings settings, ModelMaker maker)
    {
        var (rows, validation) = (_rows.Training, _rows.Validation);
        using var torch = new TorchScope(
            _options.NumberOfThreads, definition, Math.Min(settings.BatchSize, rows.Count), settings.DrawsFromTorch);
        var device = TrainingDevice.Choose(
            _options.GpuDeviceId ?? HostServices.GpuDeviceId(_environment),
            _options.FallbackToCpu ?? HostServices.FallbackToCpu(_environment),
            message => Warn(NoticeNames.OtherDevice, message));
        _warnings.Give(HugeLayers.Warnings(definition, _options.FeatureColumnName));
        if (!_options.ClipLatentWeights) _warnings.Give(UnclippedKernels.Warnings(definition));
        _warnings.History.Facts = FactsMaker.Make(_options, definition, settings, _target, _rows);
        using var reporter = _ranks.Leads
            ? new TrainingReporter(_host, _channel, _options.Progress, _warnings)
            : new TrainingReporter(null, _channel, null, _warnings);
        settings = _resumption.AddTo(settings, _options, definition, device.type.ToString(), rows, validation);
        using var session = new TrainingSession(definition, start, settings, rows, validation, device, reporter);
        session.Run();
        return maker.Make(session, settings.Labels);
    }

    private TrainingSettings Settings(
        NetworkDefinition definition, TrainingLoss loss, LabelScale labels, DistillationSettings? distillation) =>
        new(_options.Choices)
        {
            Task = _target.Task,
            Loss = loss,
            Seed = _seed,
            Ranks = _ranks,
            BFloat16 = _options.BFloat16 ?? Processor.MultipliesBFloat16,
            Labels = labels,
            Distillation = distillation,
            ClassWeights = _options.ClassWeights?.Resolve(_target, _options.LabelColumnName, _rows.Training.Labels),
            DrawsFromTorch = TorchScope.MayDraw(definition, distillation?.Teacher),
            Inform = Inform,
            Warn = _warnings.Give,
            CheckAlive = CheckAlive,
        };

    private void WarnOfLauncher()
    {
        if (_options.Cluster is not null || Launcher.Variable is not { } variable || Launcher.Size == 1) return;
        Warn(
            NoticeNames.NoCluster,
            $"A launcher of MPI started this process ({variable} is set), and each of its processes trains a network "
            + "of its own: option Cluster = Cluster.Mpi() trains one together.");
    }

    // A key of one class is what MapValueToKey makes of no rows, and the rows are what is wrong then.
    private static void RequireRows(IDataView input, string label)
    {
        if (input.Schema.GetColumnOrNull(label) is not { Type: KeyDataViewType { Count: <= 1 } } column) return;
        using var cursor = input.GetRowCursor([column]);
        if (!cursor.MoveNext())
            throw new InvalidOperationException("There are no training rows; at least one is needed.");
    }

    private void CheckOptions(NetworkDefinition definition)
    {
        if (_options is { ValidationSet: not null, ValidationFraction: > 0 })
            throw new ArgumentException(
                "Options ValidationSet and ValidationFraction both say which rows to validate on; set one of them.");
        CheckCalibration();
        if (_ranks.ShareAProcess && TorchScope.MayDraw(definition, _options.Distillation?.Teacher))
        {
            throw new ArgumentException(
                "Option Cluster: ranks in one process cannot train a network with quantizers of your own, which may "
                + "draw from Torch's generator: there is one in a process. Cluster.Mpi takes them.");
        }

        Augmenter.Check(_options.Augmentation, definition.InputShape);
        foreach (var callback in _options.Callbacks)
            callback.Check(new TrainingOutline(_options.Validates));
    }

    private void CheckPrevious(ModelFacts previous)
    {
        PreviousModel.Check(previous, _target, _options.LabelColumnName);
        foreach (var (_, value) in previous.Options.Where(option => option.Name == ModelFacts.LeftOut))
        {
            Warn(
                NoticeNames.LeftOut,
                "The previous model came from Keras, and is trained on without what is not known here: "
                + $"{value}.");
        }
    }

    private void CheckCalibration()
    {
        if (_options.CalibrateScores is not true) return;
        if (_target.Task == LearningTask.Regression)
        {
            throw new ArgumentException(
                $"Option CalibrateScores is for classes; label column '{_options.LabelColumnName}' is for "
                + $"{_target.Task}.");
        }

        if (!_options.Validates)
            throw new ArgumentException(
                "Option CalibrateScores is true, which needs option ValidationSet or ValidationFraction; there is "
                + "neither.");
    }

    private BinarizedNetworkTrainer.Options UsedOptions(BinarizedNetworkTrainer.Options options)
    {
        var used = options.Copy();
        used.Seed = _seed;
        return used;
    }

    // A network that is trained further answers in the scale that it was trained in, if that has a unit.
    private LabelScale Scale(BinarizedNetworkTransformer? previous)
    {
        if (_target.Task != LearningTask.Regression) return LabelScale.None;
        var labels = _rows.Training.Labels;
        var own = LabelScale.Of(labels, _rows.Training.Weights);
        var scale = previous is { Facts.LabelDeviation: > 0 }
            ? new LabelScale(previous.Facts.LabelMean, previous.Facts.LabelDeviation)
            : own;
        if (scale.Deviation == 0)
        {
            Warn(
                NoticeNames.ConstantLabel,
                $"Label column '{_options.LabelColumnName}' is {scale.Mean} in all training rows: that is what the "
                + "model predicts, whatever the features.");
        }

        if (scale.Check(labels, _options.LabelColumnName) is { } warning)
            Warn(NoticeNames.LabelRange, warning);
        if (scale.Differs(own, _options.LabelColumnName) is { } other)
            Warn(NoticeNames.OtherScale, other);
        return scale;
    }

    private void Inform(string message) => HostServices.Info(_channel, message);

    private void Warn(string name, string message) => _warnings.Give(new TrainingWarning(name, null, message));

    private void CheckAlive()
    {
        _options.CancellationToken.ThrowIfCancellationRequested();
        HostServices.CheckAlive(_host);
    }
}
