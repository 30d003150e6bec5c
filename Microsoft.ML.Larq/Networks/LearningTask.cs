namespace Microsoft.ML.Larq.Networks;

/// <summary>What a network's output means; it decides the loss, the metric and the columns that a model adds.</summary>
public enum LearningTask
{
    /// <summary>
    /// One of several classes: one output (logit) a class. Adds PredictedLabel (key) and Score (probabilities).
    /// </summary>
    MulticlassClassification,

    /// <summary>
    /// Yes or no: one output (logit). Adds PredictedLabel (Boolean), Score (the logit) and Probability.
    /// </summary>
    BinaryClassification,

    /// <summary>
    /// A number: one output, in units of the label's standard deviation. Adds Score, in the label's own units.
    /// </summary>
    Regression,
}
