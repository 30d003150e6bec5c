namespace Microsoft.ML.Larq.Networks;

/// <summary>What a network's output means; it decides the loss, the metric and the columns that a model adds.</summary>
public enum LearningTask
{
    /// <summary>One of several classes: a logit of each. Adds PredictedLabel (key), Score (probabilities).</summary>
    MulticlassClassification,

    /// <summary>Yes or no: one output (logit). Adds PredictedLabel (Boolean), Score (logit), Probability.</summary>
    BinaryClassification,

    /// <summary>A number: one output, in standard deviations of the label. Adds Score, in the label's units.</summary>
    Regression,

    /// <summary>
    /// Numbers as the network gives them: several of their own, an image of them. Adds Score, a vector of all, images
    /// in the order height, width, channels. For scoring networks from elsewhere; it is not trained.
    /// </summary>
    Outputs,
}
