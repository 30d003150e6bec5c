namespace Microsoft.ML.Larq.Fitting;

/// <summary>Where it is said from what a training starts.</summary>
/// <param name="Tell">What is as it should be.</param>
/// <param name="Warn">What its user may not have meant.</param>
internal readonly record struct StartNotes(Action<string> Tell, Action<string> Warn);
