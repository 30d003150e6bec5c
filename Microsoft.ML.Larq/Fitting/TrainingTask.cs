using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Tensors;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Augmentation;
using Microsoft.ML.Larq.Training.Callbacks;
using Microsoft.ML.Larq.Training.Data;
using Microsoft.ML.Larq.Training.Losses;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>One call of Fit, from checked columns to a transformer.</summary>
internal sealed class TrainingTask : IDisposable
{
    private readonly MLContext _context;
    private readonly IHost _host;
    private readonly IChannel _channel;
    private readonly BinarizedNetworkTrainer.Options _options;
    private readonly LabelTarget _target;
    private readonly RowLayout _layout;
    private readonly TrainingResumption _resumption;
    private readonly int _seed;
    private readonly RowCache _rows;
    private RowCache? _validation;

    public TrainingTask(
        MLContext context, IHost host, IChannel channel, BinarizedNetworkTrainer.Options options, DataViewSchema schema)
    {
        // Before anything of the user's runs here: the thread may have run libtorch already.
        SignalStack.Enlarge();
        _context = context;
        _host = host;
        _channel = channel;
        _options = options;
        _target = LabelTarget.Of(schema, options.LabelColumnName, options.Task);
        _layout = FeatureInput.Layout(FeatureInput.Find(schema, options.FeatureColumnName), options.Image);
        _rows = NewCache();
        _resumption = new TrainingResumption(options);
        _seed = options.Seed ?? HostServices.Seed(context) ?? _resumption.Seed ?? Random.Shared.Next();
    }

    public BinarizedNetworkTransformer Run(IDataView input, BinarizedNetworkTransformer? previous)
    {
        var loss = TrainingLoss.For(_target.Task, _options.Loss, _options.LabelSmoothing);
        var definition = TrainedNetwork.Define(_options, _layout, _target, previous);
        if (previous is not null) CheckPrevious(previous.Facts);
        var distillation = _options.Distillation?.For(definition, _target, _options.LabelColumnName);
        CheckCalibration();
        Augmenter.Check(_options.Augmentation, definition.InputShape);
        foreach (var callback in _options.Callbacks)
            callback.Check(new TrainingOutline(_options.ValidationSet is not null));
        Read(input, _rows, "training");
        CheckClasses();
        ReadValidation();
        var settings = new TrainingSettings
        {
            Task = _target.Task,
            Loss = loss,
            Optimizer = _options.Optimizer,
            Epochs = _options.Epochs,
            BatchSize = _options.BatchSize,
            Seed = _seed,
            ClipLatentWeights = _options.ClipLatentWeights,
            ReestimateBatchNormalization = _options.ReestimateBatchNormalization,
            BFloat16 = _options.BFloat16 ?? Processor.MultipliesBFloat16,
            LayerMetrics = _options.LayerMetrics,
            MetricsInterval = _options.MetricsInterval,
            GradientProbeInterval = _options.GradientProbeInterval,
            GradientProbeBatches = _options.GradientProbeBatches,
            Labels = Scale(previous),
            GradientClipping = _options.GradientClipping,
            Distillation = distillation,
            ClassWeights = _options.ClassWeights?.Resolve(_target, _options.LabelColumnName, _rows.Labels),
            Augmentation = _options.Augmentation,
            OnCancellation = _options.OnCancellation,
            Callbacks = _options.Callbacks,
            DrawsFromTorch = TorchScope.MayDraw(definition, distillation?.Teacher),
            Inform = message => HostServices.Info(_channel, message),
            Warn = message => HostServices.Warning(_channel, message),
            CheckAlive = CheckAlive,
        };
        var start = TrainedNetwork.Start(
            definition, _rows, _seed, previous?.Weights, _options.StartWeights,
            new StartNotes(settings.Inform, settings.Warn));
        using var torch = new TorchScope(
            _options.NumberOfThreads, definition, Math.Min(_options.BatchSize, _rows.Count), settings.DrawsFromTorch);
        var device = TrainingDevice.Choose(
            _options.GpuDeviceId ?? HostServices.GpuDeviceId(_context),
            _options.FallbackToCpu ?? HostServices.FallbackToCpu(_context),
            message => HostServices.Warning(_channel, message));
        if (!_options.ClipLatentWeights)
        {
            foreach (var warning in UnclippedKernels.Warnings(definition)) settings.Warn(warning);
        }

        using var reporter = new TrainingReporter(_host, _channel, _options.Progress);
        settings = _resumption.AddTo(settings, definition, device.type.ToString(), _rows, _validation);
        using var session = new TrainingSession(definition, start, settings, _rows, _validation, device, reporter);
        session.Run();
        return Finish(session, settings, reporter);
    }

    public void Dispose()
    {
        _resumption.Dispose();
        _rows.Dispose();
        _validation?.Dispose();
    }

    private BinarizedNetworkTransformer Finish(
        TrainingSession session, TrainingSettings settings, TrainingReporter reporter)
    {
        var weights = session.Weights;
        var packed = PackedNetwork.Compile(session.Definition, weights);
        var sample = ScoredSample.Of(session, packed, _rows);
        var agreement = PackedComparison.Run(sample, settings.Task);
        HostServices.Info(_channel, $"Packed and trained network: {agreement}.");
        var calibration = Calibrate(session);
        reporter.History.Add(ModelDoubts.Find(
            sample, agreement, session.ReportedLoss, session.LabelLosses(sample.Packed, sample.Labels),
            session.LabelLosses(new float[sample.Packed.Length], sample.Labels)));
        foreach (var warning in reporter.History.Warnings) HostServices.Warning(_channel, warning.ToString());
        var facts = new ModelFacts
        {
            Calibration = calibration,
            FeatureColumn = _options.FeatureColumnName,
            LabelColumn = _options.LabelColumnName,
            Order = _layout.Order,
            Task = _target.Task,
            ClassNames = _target.Names,
            LabelMean = settings.Labels.Mean,
            LabelDeviation = settings.Labels.Deviation,
            History = reporter.History,
            Agreement = agreement,
            Options = OptionList.Of(UsedOptions()),
        };
        return new BinarizedNetworkTransformer(packed, weights, facts, _options.SaveLatentWeights);
    }

    private void CheckPrevious(ModelFacts previous)
    {
        PreviousModel.Check(previous, _target, _options.LabelColumnName);
        foreach (var (_, value) in previous.Options.Where(option => option.Name == ModelFacts.LeftOut))
        {
            HostServices.Warning(
                _channel, "The previous model came from Keras, and is trained on without what is not known here: "
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

        if (_options.ValidationSet is null)
            throw new ArgumentException(
                "Option CalibrateScores is true, which needs option ValidationSet; there is none.");
    }

    private ScoreCalibration? Calibrate(TrainingSession session)
    {
        if (_validation is null || _options.CalibrateScores == false || _target.Task == LearningTask.Regression)
            return null;
        var chosen = RowBlocks.Choose(_validation.Count, _validation.Count, _target.Outputs);
        var outputs = new float[chosen.Length * _target.Outputs];
        RowBlocks.ForEach(_validation, chosen, _target.Outputs, (start, features) =>
            session.Score(features).CopyTo(outputs.AsSpan(start * _target.Outputs)));
        float[] labels = [.. chosen.Select(row => _validation.Labels[row])];
        var calibration = TemperatureFit.Run(outputs, labels, _target.Task);
        HostServices.Info(_channel, $"Scores: {calibration}.");
        return calibration;
    }

    private BinarizedNetworkTrainer.Options UsedOptions()
    {
        var used = _options.Copy();
        used.Seed = _seed;
        return used;
    }

    // A network that is trained further answers in the scale that it was trained in.
    private LabelScale Scale(BinarizedNetworkTransformer? previous)
    {
        if (_target.Task != LearningTask.Regression) return LabelScale.None;
        var scale = previous is null
            ? LabelScale.Of(_rows.Labels)
            : new LabelScale(previous.Facts.LabelMean, previous.Facts.LabelDeviation);
        if (scale.Check(_rows.Labels, _options.LabelColumnName) is { } warning)
            HostServices.Warning(_channel, warning);
        return scale;
    }

    private void Read(IDataView data, RowCache cache, string role)
    {
        var labels = new LabelReader(_options.LabelColumnName, _target.Task);
        var reader = new RowReader(_options.FeatureColumnName, _layout, labels);
        reader.Read(data, cache, CheckAlive);
        if (reader.Skipped > 0)
        {
            HostServices.Warning(
                _channel,
                $"{reader.Skipped} {role} rows have no label in column '{_options.LabelColumnName}' and were skipped.");
        }

        if (cache.IsMapped)
        {
            HostServices.Info(
                _channel,
                $"The {role} rows take more memory than option CacheBudget allows, {_options.CacheBudget:N0} bytes; "
                + "they lie in a temporary file.");
        }

        if (cache.Count > 0) return;
        throw new InvalidOperationException(reader.Skipped > 0
            ? $"All {reader.Skipped} {role} rows lack a label in column '{_options.LabelColumnName}'; at least one "
                + "needs it."
            : $"There are no {role} rows; at least one is needed.");
    }

    private void CheckClasses()
    {
        if (_target.Task == LearningTask.Regression) return;
        var labels = _rows.Labels;
        if (labels.ContainsAnyExcept(labels[0])) return;
        throw new InvalidOperationException(
            $"Label column '{_options.LabelColumnName}' has one class in all {_rows.Count} training rows; "
            + "at least two are needed.");
    }

    private void ReadValidation()
    {
        if (_options.ValidationSet is not { } data) return;
        var column = FeatureInput.Find(data.Schema, _options.FeatureColumnName);
        var layout = FeatureInput.Layout(column, _options.Image);
        if (layout != _layout)
        {
            throw new ArgumentException(
                $"Option ValidationSet: column '{column.Name}' must have the training rows' layout {_layout.Shape}, "
                + $"got {layout.Shape}.");
        }

        _validation = NewCache();
        Read(ValidationLabels.Match(_context, data, _options.LabelColumnName, _target), _validation, "validation");
    }

    private RowCache NewCache() => new(_layout.Shape.Size, _options.CacheBudget, HostServices.TempFolder(_context));

    private void CheckAlive()
    {
        _options.CancellationToken.ThrowIfCancellationRequested();
        HostServices.CheckAlive(_host);
    }
}
