namespace Microsoft.ML.Larq.Fitting;

/// <summary>Receives notes on what a training starts from.</summary>
/// <param name="Tell">Receives what is as expected.</param>
/// <param name="Warn">Receives what the user may not have meant.</param>
internal readonly record struct StartNotes(Action<string> Tell, Action<string> Warn);
