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

    /// <summary>
    /// Numbers as the network gives them: several of their own, an image of them. Adds Score, a vector of all, images
    /// in the order height, width, channels. For scoring networks from elsewhere; it is not trained.
    /// </summary>
    Outputs,
}
