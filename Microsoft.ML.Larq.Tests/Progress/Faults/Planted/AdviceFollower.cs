using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Progress.Facts;

namespace Microsoft.ML.Larq.Tests.Progress.Faults.Planted;

/// <summary>Does what warnings say, to the letter, and knows nothing of the fault.</summary>
internal static partial class AdviceFollower
{
    /// <summary>
    /// The training with every cure that its warnings name; null where they name none that can be done.
    /// </summary>
    public static PlantedTraining? Follow(PlantedTraining training, TrainingHistory history)
    {
        var cured = training;
        foreach (var warning in history.Warnings) cured = Follow(cured, history.Facts!, warning);
        return ReferenceEquals(cured, training) ? null : cured;
    }

    private static PlantedTraining Follow(PlantedTraining training, TrainingFacts facts, TrainingWarning warning)
    {
        var text = warning.Message;
        if (Setting().Matches(text) is { Count: > 0 } settings)
            return training with { Optimizer = Rebuilt(facts.Optimizers, [.. settings.Cast<Match>()]) };
        if (Cosine().Match(text) is { Success: true } cosine)
            return training with { Optimizer = Optimize.Adam(Schedule.Cosine(Number(cosine))) };
        if (text.Contains("set ClipLatentWeights, which is false, to true", StringComparison.Ordinal))
            return training with { Clips = true };
        if (text.Contains("Augmentation is on", StringComparison.Ordinal)) return training with { Augmentation = [] };
        if (Epochs().Match(text) is { Success: true } epochs) return training with { Epochs = (int)Number(epochs) };
        if (Batch().Match(text) is { Success: true } batch) return training with { BatchSize = (int)Number(batch) };
        if (Clip().Match(text) is { Success: true } clip)
        {
            var window = Quantizer.SteSign(Number(clip));
            var ofInput = warning.Layer!.EndsWith(".input", StringComparison.Ordinal);
            return In(
                training, warning, one => ofInput ? one with { Input = window } : one with { Quantizer = window });
        }

        if (Initial().Match(text) is { Success: true } initial)
            return In(training, warning, one => one with { Initializer = Initializer.Parse(initial.Groups[1].Value) });
        if (MoreRows().Match(text) is { Success: true } rows)
        {
            var count = Math.Min((int)Number(rows), PlantedRows.Train.Labels.Length);
            return training with { Rows = PlantedRows.Train.Part(0, count) };
        }

        if (text.Contains("set ClassWeights, which is not set, to ClassWeights.Balanced", StringComparison.Ordinal))
            return training with { ClassWeights = ClassWeights.Balanced };
        if (text.Contains("widen it to the window", StringComparison.Ordinal))
            return In(training, warning, one => one with { Constraint = "weight_clip" });
        return text.Contains("put a BatchNormalization before the layer", StringComparison.Ordinal)
            ? In(training, warning, one => one with { IsNormalized = true, Bias = null })
            : training;
    }

    private static PlantedTraining In(
        PlantedTraining training, TrainingWarning warning, Func<PlantedLayer, PlantedLayer> change)
    {
        var named = (warning.Layer ?? "").Split(", ").Select(name => name.Split('.')[0]).ToArray();
        foreach (var layer in Enumerable.Range(0, PlantedTraining.Depth))
        {
            if (named.Contains(PlantedTraining.NameOf(layer))) training = training.With(layer, change);
        }

        return training;
    }

    // The optimizers as the facts tell them, but for what the advice changes.
    private static OptimizerSpec Rebuilt(IReadOnlyList<OptimizerFacts> optimizers, Match[] changes)
    {
        var specs = optimizers.Select(optimizer =>
        {
            var mine = changes.Where(change => change.Groups["case"].Value == optimizer.Case.TrimStart('/')).ToArray();
            return (Optimizer: optimizer, Spec: Of(optimizer, mine));
        }).ToArray();
        return specs is [{ Optimizer.Case: "" } alone] ? alone.Spec : Optimize.Case(
            specs.FirstOrDefault(spec => spec.Optimizer.Case.Length == 0).Spec,
            [.. specs.Where(spec => spec.Optimizer.Case.Length > 0).Select(spec => Case(spec.Optimizer, spec.Spec))]);
    }

    private static (string, Func<TrainedWeight, bool>, OptimizerSpec) Case(OptimizerFacts facts, OptimizerSpec spec) =>
        (facts.Case[1..], weight => weight.Spec.Name == "kernel" && facts.Layers.Contains(weight.Layer), spec);

    private static OptimizerSpec Of(OptimizerFacts optimizer, Match[] changes)
    {
        return optimizer.Name switch
        {
            "Bop" => Optimize.Bop(Value("threshold"), Value("gamma")),
            "AdamW" => Optimize.AdamW(Value("learning rate"), Value("weight decay").At0()),
            "Sgd" => Optimize.Sgd(Value("learning rate")),
            _ => Optimize.Adam(Value("learning rate")),
        };

        Schedule Value(string name)
        {
            var setting = optimizer.Settings.First(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            var value = changes.FirstOrDefault(change => change.Groups["setting"].Value == name) is { } change
                ? float.Parse(change.Groups["to"].Value, CultureInfo.InvariantCulture)
                : (float)setting.Value;
            return setting.Last < setting.Value / 2 ? Schedule.Cosine(value) : Schedule.Constant(value);
        }
    }

    private static double At0(this Schedule schedule) => schedule is ConstantSchedule constant ? constant.Value : 0;

    private static float Number(Match match) => float.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"the (?<setting>[a-z ]+) of \w+(?: in case '(?<case>\w+)')? is [\dE.+-]+: set it to (?<to>[\dE.+-]*\d)")]
    private static partial Regex Setting();

    [GeneratedRegex(@"Schedule\.Cosine\(([\dE.+-]+)f\)")]
    private static partial Regex Cosine();

    [GeneratedRegex(@"Epochs is \d+: set it to (\d+)")]
    private static partial Regex Epochs();

    [GeneratedRegex(@"train on (\d+) in place of \d+")]
    private static partial Regex MoreRows();

    [GeneratedRegex(@"BatchSize is \d+: set it to (\d+)")]
    private static partial Regex Batch();

    [GeneratedRegex(@"set clip_value to ([\dE.+-]*\d)")]
    private static partial Regex Clip();

    [GeneratedRegex(@"initializer is .*: set it to (\w+)")]
    private static partial Regex Initial();
}
