namespace Microsoft.ML.Larq.Progress.Facts;

/// <summary>What training knows once its parts are made, before the first step.</summary>
/// <param name="Optimizers">The optimizers, and which layers each trains.</param>
/// <param name="Before">What was measured of the layers, by name.</param>
/// <param name="Descriptions">What metrics of a user's own say of themselves, by name.</param>
/// <param name="GoesOn">Whether it goes on from an earlier one, of which the observer hears next.</param>
internal sealed record TrainingStart(
    IReadOnlyList<OptimizerFacts> Optimizers, IReadOnlyDictionary<string, double> Before,
    IReadOnlyDictionary<string, string> Descriptions, bool GoesOn);
