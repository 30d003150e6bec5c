using Microsoft.ML.Larq.Tests.Families;
using Microsoft.ML.Larq.Training;

namespace Microsoft.ML.Larq.Tests.Training.Augmentation;

/// <summary>Every factory of an augmentation with arguments that are not its defaults, and others.</summary>
internal static class AugmentationSamples
{
    public static FactorySample[] All { get; } =
    [
        new(() => ImageAugmentation.HorizontalFlip(0.25), 0.75),
        new(() => ImageAugmentation.Shift(1, 2, FillMode.Wrap, 0.5f), 2, 1, FillMode.Nearest, 0.25f),
        new(() => ImageAugmentation.RandomCrop(2, FillMode.Reflect, 0.5f), 1, FillMode.Nearest, 0.25f),
        new(() => ImageAugmentation.Cutout(3, 0.5f), 2, 0.25f),
    ];
}
