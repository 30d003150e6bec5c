using Microsoft.ML.Larq.Progress;

namespace Larq.ModelBuilder.Running;

/// <summary>Makes of what a model knows of its training the events that told it.</summary>
internal static class HistoryEvents
{
    /// <summary>The end of each epoch, and the warnings.</summary>
    public static RunEvent[] Of(TrainingHistory history)
    {
        var columns = history.Names.ToDictionary(name => name, name => history[name]);
        var progress = Enumerable.Range(0, history.Epochs).Select(RunEvent (epoch) => new TrainingAdvanced
        {
            Epoch = epoch + 1,
            Epochs = history.Epochs,
            Batch = 0,
            Batches = 0,
            EpochCompleted = true,
            Fraction = (epoch + 1.0) / history.Epochs,
            RowsPerSecond = double.NaN,
            SecondsLeft = double.NaN,
            Values = columns.ToDictionary(column => column.Key, column => Finite(column.Value, epoch)),
        });
        var warnings = history.Warnings.Select(RunEvent (warning) => new TrainingWarned(warning.ToString()));
        return [.. progress.Concat(warnings).Index().Select(one => one.Item with { Id = one.Index + 1 })];
    }

    private static double? Finite(IReadOnlyList<double> values, int epoch) =>
        epoch < values.Count && double.IsFinite(values[epoch]) ? values[epoch] : null;
}
