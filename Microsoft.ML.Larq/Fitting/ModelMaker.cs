using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Model;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>Makes a model of a training that has ended: packs, compares, calibrates and doubts it.</summary>
/// <param name="channel">Hears what comes of that.</param>
/// <param name="options">The options.</param>
/// <param name="shown">Those that the model keeps, in words.</param>
/// <param name="target">What was learned.</param>
/// <param name="layout">How a feature vector is the network's input.</param>
/// <param name="rows">What it was learned from.</param>
/// <param name="warnings">Takes in what is doubtful of the model, and holds what was reported.</param>
internal sealed class ModelMaker(
    IChannel channel, BinarizedNetworkTrainer.Options options, IReadOnlyList<(string Name, string Value)> shown,
    LabelTarget target, RowLayout layout, FitRows rows, TrainingWarnings warnings)
{
    /// <summary>The model of a training that has ended.</summary>
    /// <param name="session">The training.</param>
    /// <param name="labels">The scale that it learned labels in.</param>
    public BinarizedNetworkTransformer Make(TrainingSession session, LabelScale labels)
    {
        var weights = session.Weights;
        var packed = PackedNetwork.Compile(session.Definition, weights);
        var sample = ScoredSample.Of(session, packed, rows.Training);
        var agreement = PackedComparison.Run(sample, target.Task);
        HostServices.Info(channel, $"Packed and trained network: {agreement}.");
        var validated = Validated(session);
        var calibration = Calibrate(validated);
        if (warnings.History.Facts is { } training && calibration is not null)
            warnings.History.Facts = training with { Temperature = calibration.Temperature };
        // Where labels have no unit, outputs say nothing of the model.
        var reported = labels.Deviation > 0 ? session.ReportedLoss : double.NaN;
        warnings.Close(ModelDoubts.Find(
            sample, agreement, reported,
            session.LabelLosses(sample.Packed, sample.Labels, sample.Weights),
            session.LabelLosses(new float[sample.Packed.Length], sample.Labels, sample.Weights),
            session.Definition.TakesMissing));
        var facts = new ModelFacts
        {
            Calibration = calibration,
            Evaluation = Evaluator.Run(
                validated is not null, target.Task, validated?.Outputs ?? sample.Trained,
                validated?.Labels ?? sample.Labels, labels.Mean, labels.Deviation, calibration?.Temperature ?? 1),
            FeatureColumn = options.FeatureColumnName,
            LabelColumn = options.LabelColumnName,
            Columns = OutputColumns.Of(options),
            Order = layout.Order,
            Task = target.Task,
            ClassNames = target.Names,
            LabelMean = labels.Mean,
            LabelDeviation = labels.Deviation,
            History = warnings.History,
            Agreement = agreement,
            HandlesMissing = options.HandleMissingValue,
            Options = shown,
        };
        return new BinarizedNetworkTransformer(packed, weights, facts, options.SaveLatentWeights);
    }

    // The validation rows' outputs and labels; null without a validation set.
    private (float[] Outputs, float[] Labels, float[] Weights)? Validated(TrainingSession session)
    {
        if (rows.Validation is not { } validation) return null;
        var chosen = RowBlocks.Choose(validation.Count, validation.Count, target.Outputs);
        var outputs = new float[chosen.Length * target.Outputs];
        RowBlocks.ForEach(validation, chosen, target.Outputs, (start, features) =>
            session.Score(features).CopyTo(outputs.AsSpan(start * target.Outputs)));
        float[] weights = validation.Weights.IsEmpty ? [] : [.. chosen.Select(row => validation.Weights[row])];
        return (outputs, [.. chosen.Select(row => validation.Labels[row])], weights);
    }

    private ScoreCalibration? Calibrate((float[] Outputs, float[] Labels, float[] Weights)? validated)
    {
        if (validated is not var (outputs, labels, weights) || options.CalibrateScores == false
            || target.Task == LearningTask.Regression)
            return null;
        var calibration = TemperatureFit.Run(outputs, labels, target.Task, weights);
        HostServices.Info(channel, $"Scores: {calibration}.");
        return calibration;
    }
}
