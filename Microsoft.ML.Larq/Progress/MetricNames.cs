namespace Microsoft.ML.Larq.Progress;

/// <summary>What the reported values are called.</summary>
public static class MetricNames
{
    /// <summary>The training loss: mean over the epoch's rows so far.</summary>
    public const string Loss = "Loss";

    /// <summary>
    /// With a teacher, the part of <see cref="Loss"/> that the true labels make, unweighted: mean over the epoch's
    /// rows.
    /// </summary>
    public const string LabelLoss = "Label Loss";

    /// <summary>With a teacher, the part of <see cref="Loss"/> that its outputs make, unweighted.</summary>
    public const string OutputLoss = "Output Loss";

    /// <summary>With a teacher, the part of <see cref="Loss"/> that its attention makes, unweighted.</summary>
    public const string AttentionLoss = "Attention Loss";

    /// <summary>
    /// Share of training rows whose class was predicted right, from 0 to 1, while the weights were changing.
    /// </summary>
    public const string Accuracy = "Accuracy";

    /// <summary>Regression's metric: R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)².</summary>
    public const string RSquared = "RSquared";

    /// <summary>Regression's error in the label's own unit: √(Σ(y − ŷ)² / n), at least 0.</summary>
    public const string RootMeanSquaredError = "RootMeanSquaredError";

    /// <summary>
    /// The optimizer's rate at the epoch's last step. Bop has <c>Threshold</c> and <c>Gamma</c> instead; those of an
    /// optimizer case end in its name, <c>Gamma/binary</c>.
    /// </summary>
    public const string LearningRate = "Learning Rate";

    /// <summary>
    /// Put before <see cref="Loss"/>, <see cref="Accuracy"/>, <see cref="RSquared"/> or
    /// <see cref="RootMeanSquaredError"/> for the validation set.
    /// </summary>
    public const string Validation = "Validation ";

    /// <summary>
    /// Put before a layer's name: the share of its binary weights that flip from one batch to the next, from 0 to 1;
    /// NaN where an epoch has a single batch. A separable layer has two, its name followed by <c>.depthwise</c> and
    /// <c>.pointwise</c>.
    /// </summary>
    public const string FlipRatio = "flip_ratio/";

    /// <summary>
    /// Put before the name that <see cref="FlipRatio"/> has for a kernel, or a layer's and <c>.input</c>: the share of
    /// non-zero elements in the gradient that leaves the quantizer's backward pass, from 0 to 1.
    /// </summary>
    public const string GradientFlow = "gradient_flow/";

    /// <summary>
    /// Put before the same names as <see cref="GradientFlow"/>: the share of non-zero elements in the gradient that
    /// arrives at the quantizer, from 0 to 1.
    /// </summary>
    /// <remarks>
    /// Where little leaves, it says why: near 0, the gradient was lost in the layers behind; near 1, the values lie
    /// outside of the quantizer's window.
    /// </remarks>
    public const string GradientArrival = "gradient_arrival/";

    /// <summary>
    /// Put before a layer's name and <c>.input</c>: the share of its quantized input values that are above 0, from 0 to
    /// 1; near 0 or 1 the layer sees nearly the same everywhere.
    /// </summary>
    public const string PositiveShare = "positive_share/";

    /// <summary>
    /// Put before the name that <see cref="FlipRatio"/> has: the share of its binary weights whose sign has never
    /// changed since training began, from 1 down to 0. It lasts over epochs, and over a training that is resumed.
    /// </summary>
    /// <remarks>
    /// Silent weights in Xiang et al. 2024 (OvSW), <see href="https://arxiv.org/abs/2407.05257"/>, who find more than
    /// half of all in plain binary networks.
    /// </remarks>
    public const string NeverFlipped = "never_flipped/";

    /// <summary>
    /// Put before the name that <see cref="FlipRatio"/> has: how far the kernel lies from what its pseudo-gradient
    /// takes it for, at least 0. Measured where option <c>Metrics</c> asks for <c>LayerMetric.FittingError</c>.
    /// </summary>
    public const string FittingError = "fitting_error/";

    /// <summary>
    /// Put before the name that <see cref="FlipRatio"/> has: the variance of its gradients' sizes, at least 0. Measured
    /// where option <c>Metrics</c> asks for <c>LayerMetric.GradientInstability</c>.
    /// </summary>
    public const string GradientInstability = "gradient_instability/";

    /// <summary>
    /// Put before a layer's name: the share of its latent weights that lie at or beyond their bound, |w| ≥ c, from 0
    /// to 1; c is the half-width of the kernel quantizer's window, or a smaller clip constraint.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Beyond the window the estimator gives a weight no gradient: it starves, and keeps its sign for good. At the
    /// bound lie those that clipping holds there. Of them, <c>ste_sign</c>, whose window includes its ends, still lets
    /// those move that are pulled inwards; <c>approx_sign</c>, whose gradient is 0 there, none.
    /// </para>
    /// <para>
    /// Not reported for kernels with neither window nor clip, for frozen ones, nor for Bop's, which are ±1 by intent.
    /// </para>
    /// </remarks>
    public const string Starved = "starved/";

    /// <summary>
    /// Put before a layer's name: 1 − cosine between the changes of the loss that the estimator's gradient predicts and
    /// those that are measured, from 0 (in proportion) over 1 (unrelated) to 2 (the loss rises where the gradient says
    /// it falls).
    /// </summary>
    /// <remarks>
    /// <para>
    /// For each of a few batches: g = ∂L/∂W, the pseudo-gradient of the loss to the layer's latent kernel W, all else
    /// held; p = −η·‖g‖², predicted for the step −η·g; m = L(W − η·g) − L(W), measured with the quantized kernel.
    /// η is such that one weight in 500, at least one, changes its sign. Mismatch = 1 − Σp·m / √(Σp²·Σm²) over the
    /// batches, 1 if the loss did not change at all.
    /// </para>
    /// <para>
    /// NaN in epochs without a probe (<see cref="BinarizedNetworkTrainer.Options.GradientProbeInterval"/>) and where no
    /// weight goes towards 0. The name, gradient mismatch, is that of Ding et al. 2019,
    /// <see href="https://arxiv.org/abs/1904.02823"/>, who judge it by where activations lie; here the loss itself is
    /// asked.
    /// </para>
    /// </remarks>
    public const string GradientMismatch = "gradient_mismatch/";

    /// <summary>
    /// Put before a layer's name: Σm / Σp, the measured change of the loss over the predicted one, of the same probe as
    /// <see cref="GradientMismatch"/>.
    /// </summary>
    /// <remarks>
    /// 1 where the estimator is right about the size too, as <c>ste_sign</c> is on average for latent weights spread
    /// evenly over ±1: the share η·|g|/2 of them lies within the step of 0 on the side from which it comes; each
    /// changes its quantized value by 2, so the loss by −2·|g| · η·|g|/2 = −η·g². Where they crowd around 0, as fresh
    /// weights do, more flip than are predicted, and the ratio is larger. Below 0 the gradient misleads.
    /// </remarks>
    public const string GradientRatio = "gradient_ratio/";

    // What the library measures of layers.
    private static readonly string[] OfLayers =
    [
        FlipRatio, NeverFlipped, GradientFlow, GradientArrival, PositiveShare, Starved, GradientMismatch, GradientRatio,
        FittingError, GradientInstability,
    ];

    /// <summary>Whether a name is one that the library gives and its warnings read, or that a history has.</summary>
    internal static bool IsOfLibrary(string name)
    {
        var own = name.StartsWith(Validation, StringComparison.Ordinal) ? name[Validation.Length..] : name;
        return string.Equals(name, "epoch", StringComparison.OrdinalIgnoreCase)
            || OfLayers.Any(prefix => own.StartsWith(prefix, StringComparison.Ordinal));
    }

    /// <summary>
    /// Whether a value is a layer's own: <c>flip_ratio/conv</c> is, <c>Loss</c> and <c>Learning Rate/binary</c>, the
    /// rate of a group of weights, are not.
    /// </summary>
    internal static bool IsOfLayer(string name)
    {
        var own = name.StartsWith(Validation, StringComparison.Ordinal) ? name[Validation.Length..] : name;
        return own.Length > 0 && char.IsLower(own[0]) && own.Contains('/', StringComparison.Ordinal);
    }
}
