using System.Collections.Frozen;
using Microsoft.ML.Larq.Model;
using static Microsoft.ML.Larq.Fitting.OptionUse;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>Every option of the trainer and what becomes of it: a new one adds a row here.</summary>
internal static class OptionTable
{
    private static readonly FrozenDictionary<string, OptionUse> Rows = new Dictionary<string, OptionUse>
    {
        [nameof(Options.LabelColumnName)] = Shown | Free,
        [nameof(Options.FeatureColumnName)] = Shown | Free,
        [nameof(Options.ExampleWeightColumnName)] = Shown | Free,
        [nameof(Options.ScoreColumnName)] = Free,
        [nameof(Options.ProbabilityColumnName)] = Free,
        [nameof(Options.PredictedLabelColumnName)] = Free,
        [nameof(Options.Task)] = Shown,
        [nameof(Options.Image)] = Shown,
        [nameof(Options.Network)] = Shown | Free,
        [nameof(Options.StartWeights)] = Shown | Free,
        [nameof(Options.Optimizer)] = Chosen | Shown,
        [nameof(Options.Loss)] = Shown,
        [nameof(Options.LabelSmoothing)] = Shown,
        [nameof(Options.Epochs)] = Chosen | Shown,
        [nameof(Options.BatchSize)] = Chosen | Shown,
        [nameof(Options.Seed)] = Shown | Free,
        [nameof(Options.ValidationSet)] = Shown | Free,
        [nameof(Options.ValidationFraction)] = Shown,
        [nameof(Options.ClipLatentWeights)] = Chosen | Shown,
        [nameof(Options.ReestimateBatchNormalization)] = Chosen | Shown,
        [nameof(Options.BFloat16)] = Shown | Free,
        [nameof(Options.Metrics)] = Chosen | Shown | Free,
        [nameof(Options.MetricsInterval)] = Chosen | Shown | Free,
        [nameof(Options.GradientProbeInterval)] = Chosen | Shown | Free,
        [nameof(Options.GradientProbeBatches)] = Chosen | Shown | Free,
        [nameof(Options.HandleMissingValue)] = Shown | Free,
        [nameof(Options.HistogramInterval)] = Chosen | Shown | Free,
        [nameof(Options.CacheBudget)] = Free,
        [nameof(Options.NumberOfThreads)] = Shown | Free,
        [nameof(Options.GpuDeviceId)] = Shown | Free,
        [nameof(Options.FallbackToCpu)] = Shown | Free,
        [nameof(Options.SaveLatentWeights)] = Shown | Free,
        [nameof(Options.Progress)] = Free,
        [nameof(Options.CancellationToken)] = Free,
        [nameof(Options.ClassWeights)] = Shown,
        [nameof(Options.Distillation)] = Shown,
        [nameof(Options.GradientClipping)] = Chosen | Shown,
        [nameof(Options.Augmentation)] = Chosen | Shown,
        [nameof(Options.CalibrateScores)] = Shown | Free,
        [nameof(Options.Callbacks)] = Chosen | Shown | Free,
        [nameof(Options.Checkpoints)] = Free,
        [nameof(Options.ResumeFrom)] = Free,
        [nameof(Options.Cluster)] = Free,
        [nameof(Options.OnCancellation)] = Chosen | Shown | Free,
    }.ToFrozenDictionary();

    /// <summary>Name and value of every option, in their order.</summary>
    /// <param name="options">The options.</param>
    /// <param name="use">What is to become of them; <see cref="None"/> for all.</param>
    /// <param name="but">What is not to become of them.</param>
    /// <exception cref="InvalidOperationException">An option has no row; the message names it.</exception>
    public static (string Name, object? Value)[] Of(Options options, OptionUse use = None, OptionUse but = None) =>
        [.. PublicProperties.Of(options).Where(option => UseOf(option.Name) is var its
            && its.HasFlag(use) && (its & but) == None)];

    /// <summary>Name and value in words of every option that is shown, in their order.</summary>
    public static (string Name, string Value)[] InWords(Options options) =>
        [.. Of(options, OptionUse.Shown).Select(option => (option.Name, OptionText.Of(option.Value)))];

    /// <summary>The same, where values that nobody gave say so.</summary>
    /// <param name="options">The options with every value in place.</param>
    /// <param name="given">The options as they were given.</param>
    public static (string Name, string Value)[] InWords(Options options, Options given) =>
        [.. InWords(options).Zip(InWords(given), (used, its) => its.Value == OptionText.Open && used != its
            ? (used.Name, OptionText.OpenAs(used.Value))
            : used)];

    /// <summary>What becomes of an option.</summary>
    /// <exception cref="InvalidOperationException">It has no row.</exception>
    public static OptionUse UseOf(string option) => Rows.TryGetValue(option, out var use)
        ? use
        : throw new InvalidOperationException(
            $"Option {option} has no row in {nameof(OptionTable)}, which says whether training takes it over, a report "
            + "shows it, and a training that resumes may have another.");
}
