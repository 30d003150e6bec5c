using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Training;
using static Microsoft.ML.Larq.Progress.WarningNames;

namespace Microsoft.ML.Larq.Tests.Progress.Faults.Planted;

/// <summary>Thirty kinds of faults, of layers, optimizers, schedules and data; a new one is a row.</summary>
internal static class PlantedFaults
{
    public static PlantedFault[] All { get; } =
    [
        new("Bop's threshold too high", (t, _, _) => t with { Optimizer = Bop(1e-2f, 1e-4f) },
            [(FrozenLayer, "threshold of Bop")]),
        new("Bop's threshold too low and gamma too high", (t, _, _) => t with { Optimizer = Bop(1e-13f, 0.1f) },
            [(OscillatingLayer, "gamma of Bop")]),
        new("Bop's gamma too high", (t, _, _) => t with { Optimizer = Bop(1e-8f, 0.5f) },
            [(OscillatingLayer, "gamma of Bop")]),
        new("Bop's gamma too low", (t, _, _) => t with { Optimizer = Bop(1e-8f, 1e-12f) },
            [(FrozenLayer, "gamma of Bop")]),
        new("rate too high", (t, _, random) => t with { Optimizer = Optimize.Adam(random.Next(2, 9)) },
            [(HighLearningRate, "learning rate of Adam")]),
        new("rate too low", (t, _, _) => t with { Optimizer = Optimize.Adam(Schedule.Cosine(2e-7f)) },
            [(FrozenLayer, "learning rate of Adam"), (NotLearning, "learning rate of Adam")]),
        new("one layer's rate too high", (t, layer, _) => t with { Optimizer = Apart(layer, 1f) },
            [(HighLearningRate, "in case 'a'"), (StarvedWeights, "in case 'a'")], true),
        new("one layer's rate too low", (t, layer, _) => t with { Optimizer = Apart(layer, 1e-8f) },
            [(FrozenLayer, "in case 'a'")], true),
        new("one kernel's window too narrow", (t, layer, _) => t.With(
                layer, one => one with { Quantizer = Quantizer.SteSign(0.01f) }),
            [(StarvedAtStart, "window")], true),
        new("one input's window too narrow", (t, layer, _) => t.With(
                layer, one => one with { Input = Quantizer.SteSign(0.0003f) }),
            [(DeadGradient, "window"), (NarrowWindow, "window")], true),
        new("a 0/1 input that is all zeros", (t, layer, _) => t.With(
                layer, one => one with { Input = "ste_heaviside", Bias = -60 }),
            [(OneSidedInput, "BatchNormalization"), (DeadGradient, "BatchNormalization")], true),
        new("one kernel starts at ones", (t, layer, _) => t.With(
                layer, one => one with { Initializer = Initializer.Ones }),
            [(StarvedAtStart, "initializer")], true),
        new("one kernel starts too large", (t, layer, _) => t.With(
                layer, one => one with { Initializer = Initializer.RandomNormal(stddev: 5) }),
            [(StarvedAtStart, "initializer")], true),
        new("one kernel's constraint too narrow", (t, layer, _) => t.With(
                layer, one => one with { Constraint = "weight_clip(clip_value=0.001)" }),
            [(StarvedAtStart, "constraint")], true),
        new("weight decay too high", (t, _, random) => t with
            {
                Optimizer = Optimize.AdamW(Schedule.Cosine(0.005f), random.Next(30, 60)),
            },
            [(Collapsed, "weight decay")]),
        new("drift without clipping", (t, _, _) => t with { Clips = false, Optimizer = Optimize.Adam(0.05f) },
            [(StarvedWeights, "ClipLatentWeights"), (UnclippedKernel, "ClipLatentWeights")]),
        new("no normalization before a layer", (t, layer, _) => t.With(
                Math.Max(layer, 1), one => one with { IsNormalized = false }),
            [(NarrowWindow, "BatchNormalization"), (DeadGradient, "BatchNormalization")], true),
        new("raw pixels into sign", (t, _, _) => t with
            {
                HasStem = false,
                Rows = t.Rows.With(pixel => (pixel + 1) * 127),
                Validation = t.Validation.With(pixel => (pixel + 1) * 127),
            },
            [(OneSidedInput, "BatchNormalization")]),
        new("validation pixels inverted", (t, _, _) => t with { Validation = t.Validation.With(pixel => -pixel) },
            [(ValidationDiffers, "validation rows")]),
        new("validation labels of another order", (t, _, random) => t with
            {
                Validation = t.Validation.Labelled(Other(random.Next(2, 8))),
            },
            [(ValidationDiffers, "labels")]),
        new("a third of the labels wrong", (t, _, random) => t with
            {
                Rows = t.Rows.Labelled((_, own) => random.NextDouble() < 0.35 ? (uint)random.Next(10) : own),
            },
            [(NoisyLabels, "labels")]),
        new("all labels shuffled", (t, _, random) => t with
            {
                Rows = t.Rows.Labelled((_, _) => (uint)random.Next(10)),
            },
            [(NotLearning, "labels"), (ValidationDiffers, "labels")]),
        new("augmentation destroys", (t, _, _) => t with
            {
                Augmentation = [ImageAugmentation.Shift(7, 7), ImageAugmentation.Cutout(7)],
            },
            [(NotLearning, "Augmentation")]),
        new("too few rows", (t, _, _) => t with { Rows = t.Rows.Part(0, 60), Epochs = 80 }, [(Overfitting, "60 rows")]),
        new("batches of two", (t, _, _) => t with { BatchSize = 2, Rows = t.Rows.Part(0, 400), Epochs = 6 },
            [(SmallBatch, "BatchSize")]),
        new("one epoch", (t, _, _) => t with { Epochs = 1 }, [(TooShort, "Epochs")]),
        new("one class has nearly all rows", (t, _, random) => t with
            {
                Rows = Skewed(t.Rows, random),
                Validation = Skewed(t.Validation, random),
            },
            [(LargestClass, "largest class")]),
        new("SGD's rate too low", (t, _, _) => t with { Optimizer = Optimize.Sgd(1e-9f) },
            [(FrozenLayer, "learning rate of Sgd"), (NotLearning, "learning rate of Sgd")]),
        new("pixels that say nothing", (t, _, random) => t with
            {
                Rows = t.Rows.With(_ => (random.NextSingle() * 2) - 1),
                Validation = t.Validation.With(_ => (random.NextSingle() * 2) - 1),
            },
            [(NotLearning, "features"), (ValidationDiffers, "another kind")]),
        new("the rate falls at once", (t, _, _) => t with
            {
                Optimizer = Optimize.Adam(Schedule.Exponential(0.005f, 0.1f, 3, ScheduleUnit.Step)),
            },
            [(FrozenLayer, "learning rate")]),
    ];

    private static OptimizerSpec Bop(float threshold, float gamma) =>
        Optimize.Case(Optimize.Bop(threshold, gamma), Optimize.Adam(Schedule.Cosine(0.005f)));

    private static OptimizerSpec Apart(int layer, float rate) => Optimize.Case(
        Optimize.Adam(Schedule.Cosine(0.005f)),
        ("a", weight => weight.Layer == PlantedTraining.NameOf(layer), Optimize.Adam(rate)));

    private static Func<int, uint, uint> Other(int by) => (_, own) => (own + (uint)by) % 10;

    // One row in a hundred of another class, whatever is drawn on it.
    private static PlantedRows Skewed(PlantedRows rows, Random random) =>
        rows.Labelled((_, _) => random.Next(100) == 0 ? 1u : 0u);
}
