namespace Microsoft.ML.Larq.Optimizers;

/// <summary>A number that an optimizer was told, over the course of training.</summary>
/// <param name="Name">Its name, where it is reported that one.</param>
/// <param name="Schedule">Its values.</param>
/// <param name="Default">What <see cref="Optimize"/> takes where nobody says it.</param>
internal sealed record OptimizerSetting(string Name, Schedule Schedule, Schedule Default);
