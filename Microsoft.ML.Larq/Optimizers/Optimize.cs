namespace Microsoft.ML.Larq.Optimizers;

/// <summary>The optimizers to choose from.</summary>
public static partial class Optimize;
