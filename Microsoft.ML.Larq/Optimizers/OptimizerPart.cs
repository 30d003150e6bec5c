namespace Microsoft.ML.Larq.Optimizers;

/// <summary>An optimizer that changes weights by one rule, as a description.</summary>
/// <param name="Suffix">What ends the names of its rates: empty, or a slash and the name of a case.</param>
/// <param name="Name">Which it is, as <see cref="Optimize"/> calls it.</param>
/// <param name="Weights">What it trains.</param>
/// <param name="Settings">What it was told.</param>
internal sealed record OptimizerPart(
    string Suffix, string Name, IReadOnlyList<TrainedWeight> Weights, IReadOnlyList<OptimizerSetting> Settings);
