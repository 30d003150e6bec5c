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
}
