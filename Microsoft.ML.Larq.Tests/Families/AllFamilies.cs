using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Tests.Networks;
using Microsoft.ML.Larq.Tests.Optimizers;
using Microsoft.ML.Larq.Tests.Training.Augmentation;
using Microsoft.ML.Larq.Training;

namespace Microsoft.ML.Larq.Tests.Families;

/// <summary>The families that the contract of factories is held against.</summary>
internal static class AllFamilies
{
    public static Family[] All { get; } =
    [
        new(typeof(OptimizerSpec), typeof(Optimize), "OptimizerSamples.All (Tests/Optimizers)", OptimizerSamples.All),
        new(typeof(Schedule), typeof(Schedule), "ScheduleSamples.All (Tests/Optimizers)", ScheduleSamples.All),
        new(
            typeof(GradientClipping), typeof(GradientClipping), "ClippingSamples.All (Tests/Optimizers)",
            ClippingSamples.All),
        new(
            typeof(ImageAugmentation), typeof(ImageAugmentation),
            "AugmentationSamples.All (Tests/Training/Augmentation)", AugmentationSamples.All),
        new(
            typeof(WeightConstraint), typeof(WeightConstraint), "ConstraintSamples.All (Tests/Networks)",
            ConstraintSamples.All, WeightConstraint.Parse),
        new(
            typeof(Initializer), typeof(Initializer), "InitializerSamples.All (Tests/Networks)",
            InitializerSamples.All, Initializer.Parse),
        new(
            typeof(WeightRegularizer), typeof(WeightRegularizer), "RegularizerSamples.All (Tests/Networks)",
            RegularizerSamples.All, WeightRegularizer.Parse),
        new(
            typeof(Quantizer), typeof(Quantizer), "QuantizerFactories.All (Tests/Quantizers)",
            Quantizers.QuantizerFactories.All, Quantizer.Parse),
    ];

    public static Family Of(string name) => All.Single(family => family.ToString() == name);
}
