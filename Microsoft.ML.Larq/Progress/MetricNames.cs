namespace Microsoft.ML.Larq.Progress;

/// <summary>What the reported values are called.</summary>
public static class MetricNames
{
    /// <summary>The training loss: mean over the epoch's rows so far.</summary>
    public const string Loss = "Loss";

    /// <summary>
    /// Share of training rows whose class was predicted right, from 0 to 1, while the weights were changing.
    /// </summary>
    public const string Accuracy = "Accuracy";

    /// <summary>Regression's metric: R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)².</summary>
    public const string RSquared = "RSquared";

    /// <summary>
    /// The optimizer's rate at the epoch's last step. Bop has <c>Threshold</c> and <c>Gamma</c> instead; those of a
    /// case of optimizers have its name behind, <c>Gamma/binary</c>.
    /// </summary>
    public const string LearningRate = "Learning Rate";

    /// <summary>
    /// Put before <see cref="Loss"/>, <see cref="Accuracy"/> or <see cref="RSquared"/> for the validation set.
    /// </summary>
    public const string Validation = "Validation ";

    /// <summary>
    /// Put before a layer's name: the share of its binary weights that flip from one batch to the next, from 0 to 1. A
    /// separable layer has two, its name followed by <c>.depthwise</c> and <c>.pointwise</c>.
    /// </summary>
    public const string FlipRatio = "flip_ratio/";

    /// <summary>
    /// Put before the name that <see cref="FlipRatio"/> has for a kernel, or a layer's and <c>.input</c>: the share of
    /// non-zero elements in the gradient that leaves the quantizer's backward pass, from 0 to 1.
    /// </summary>
    public const string GradientFlow = "gradient_flow/";
}
