namespace Microsoft.ML.Larq.Networks;

/// <summary>What training makes small; the mean over a batch's rows.</summary>
public enum LossFunction
{
    /// <summary>Multiclass: −log softmax(z)[y].</summary>
    CrossEntropy,

    /// <summary>Binary: −y·log σ(z) − (1 − y)·log(1 − σ(z)).</summary>
    BinaryCrossEntropy,

    /// <summary>Regression: (z − y)², in units of the label's standard deviation.</summary>
    SquaredError,

    /// <summary>
    /// Multiclass and binary: the mean over the outputs of max(0, 1 − t·z)², t = +1 for the label's class and −1 for
    /// the others (+1 or −1 for the one output of a binary task). Probabilities are then no more than a ranking.
    /// </summary>
    SquaredHinge,
}
