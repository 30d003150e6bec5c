namespace Microsoft.ML.Larq.Hosting;

/// <summary>What a model predicts; it decides the names, types and annotations of the output columns.</summary>
enum PredictionTask
{
    /// <summary>PredictedLabel: key; Score: a known-size vector of Single, one a class.</summary>
    Multiclass,

    /// <summary>PredictedLabel: Boolean; Score and Probability: Single.</summary>
    Binary,

    /// <summary>Score: Single.</summary>
    Regression,
}
