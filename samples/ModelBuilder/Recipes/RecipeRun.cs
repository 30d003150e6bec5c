namespace Larq.ModelBuilder.Recipes;

/// <summary>What came of one training.</summary>
/// <param name="Trainer">What was trained.</param>
/// <param name="Metric">What was measured on the test rows.</param>
/// <param name="Score">Its value.</param>
/// <param name="Seconds">How long training took.</param>
/// <param name="Bytes">How large the model is.</param>
internal sealed record RecipeRun(string Trainer, string Metric, double Score, double Seconds, long Bytes);
