using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Optimizers.Schedules;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Progress.Facts;

namespace Microsoft.ML.Larq.Training;

/// <summary>What is known of a training once its parts are made: who trains what with which rates.</summary>
internal static class StartFacts
{
    // Schedules are functions of the step alone: so many steps of a long training show their largest value.
    private const int Samples = 1000;

    /// <param name="parts">What the training is made of.</param>
    /// <param name="epochs">Epochs that it will have.</param>
    /// <param name="before">What is measured before the first step.</param>
    /// <param name="goesOn">Whether it goes on from an earlier one.</param>
    public static TrainingStart Of(TrainingParts parts, int epochs, TrainingProgress before, bool goesOn) => new(
        [.. parts.Optimizer.Parts.Select(part => Of(part, epochs, parts.Rows.Batches))],
        before.Values.Where(value => MetricNames.IsOfLayer(value.Key) && double.IsFinite(value.Value))
            .ToDictionary(value => value.Key, value => value.Value, StringComparer.Ordinal),
        parts.Measures.Descriptions,
        goesOn);

    private static OptimizerFacts Of(OptimizerPart part, int epochs, int batches)
    {
        var steps = (long)epochs * batches;
        long[] sampled =
            [.. Enumerable.Range(0, Samples).Select(i => i * (steps - 1) / (Samples - 1)).Distinct()];
        return new OptimizerFacts(
            part.Suffix,
            part.Name,
            [.. part.Weights.Where(weight => weight.Spec.IsKernel).Select(weight => weight.MetricName)],
            [.. part.Settings.Select(Setting)]);

        SettingFacts Setting(OptimizerSetting setting) => new(
            setting.Name,
            Largest(setting.Schedule),
            At(setting.Schedule, steps - 1),
            Largest(DefaultOf(part.Name, setting)));

        double Largest(Schedule schedule) => sampled.Max(step => At(schedule, step));

        double At(Schedule schedule, long step) => schedule.At(new ScheduleTime(step, steps, batches));
    }

    // The rate that the trainer takes where nobody names an optimizer, not the one that the optimizer takes alone.
    private static Schedule DefaultOf(string optimizer, OptimizerSetting setting) =>
        setting.Name == MetricNames.LearningRate && (optimizer is nameof(Optimize.Adam) or nameof(Optimize.AdamW))
            && new TrainingChoices().Optimizer is AdamSpec adam
        ? adam.LearningRate
        : setting.Default;
}
