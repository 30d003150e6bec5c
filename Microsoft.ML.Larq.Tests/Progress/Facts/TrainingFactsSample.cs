using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Progress.Facts;

namespace Microsoft.ML.Larq.Tests.Progress.Facts;

/// <summary>Facts made by hand.</summary>
internal static class TrainingFactsSample
{
    public static DateTimeOffset Start { get; } = new(2026, 2, 28, 23, 59, 58, TimeSpan.Zero);

    public static TrainingFacts Of() => new()
    {
        Rows = 200,
        ValidationRows = 50,
        Labels = new LabelFacts("CrossEntropy", [198, 2], [49, 1], 0.056, 0.1, 0, 1),
        BatchSize = 64,
        Epochs = 2,
        Version = "1.2.3",
        Choices = new ChoiceFacts(true, false, true, false, 0.1, false, true, false),
        Layers =
        [
            new LayerFacts("a", "ste_sign", "approx_sign", "glorot_uniform", null, 1, 1, true, true),
            new LayerFacts("b", null, "ste_heaviside", null, null, null, null, false, false),
        ],
        Optimizers =
        [
            new OptimizerFacts("/one", "AdamW", ["a"], [
                new SettingFacts("Learning Rate", 0.1, 0, 0.005), new SettingFacts("Weight Decay", 40, 40, 0.004)]),
        ],
        Before = new Dictionary<string, double> { ["starved/a"] = 0.25 },
        WeightsOfEpoch = 2,
        Histograms = TakenHistograms.None.With(1, [("weights/a", HistogramFacts.Of([0.5f, 0.5f])!)]),
        Descriptions = new Dictionary<string, string> { ["mine"] = "What it is." },
        Times = TrainingTimes.From(Start).With(TimeSpan.FromSeconds(1.5), Start.AddSeconds(1.5))
            .With(TimeSpan.FromSeconds(3.25), Start.AddDays(1)),
    };
}
