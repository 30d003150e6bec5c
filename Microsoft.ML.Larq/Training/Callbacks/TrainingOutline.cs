namespace Microsoft.ML.Larq.Training.Callbacks;

/// <summary>What is known of a training before it begins.</summary>
/// <param name="HasValidation">Whether there are validation rows.</param>
internal readonly record struct TrainingOutline(bool HasValidation);
