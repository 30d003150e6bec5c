namespace Microsoft.ML.Larq.Reports;

/// <summary>What the metrics of layers are, what is healthy, and what to do about the rest.</summary>
internal static class MetricMeanings
{
    public const string FlipRatio =
        "The share of a layer's binary weights that change sign from one batch to the next. "
        + "Healthy: it falls over the epochs, often by a power of ten or more, as the signs settle; where the rate "
        + "falls to 0 it does too. Near zero from the start: the layer is frozen; raise its rate or lower its "
        + "threshold. High to the end: it oscillates; lower the rate or let it fall.";

    public const string GradientFlow =
        "The share of elements whose gradient gets through the quantizer; .input is the layer's input, the others "
        + "are kernels. Healthy: it stays well above zero in every layer. Near zero: values lie outside the "
        + "quantizer's window and no longer learn; clip latent weights, normalize the input, or widen the window.";

    public const string GradientArrival =
        "The share of elements at which a gradient arrives from the layers behind, before the quantizer's window "
        + "drops any. Where it is near zero nothing reaches the layer, and the fault lies behind it; where much "
        + "arrives and little flows on, the window is closed.";

    public const string PositiveShare =
        "The share of a layer's quantized inputs that are above zero. Healthy: neither all nor none; inputs of one "
        + "sign tell the layer nothing. Normalize before it, or use a thermometer for features that are never "
        + "negative.";

    public const string NeverFlipped =
        "The share of a layer's binary weights whose sign has never changed since training began. It falls from one "
        + "while the layer learns; where it stays there, the signs are those of the initializer.";

    public const string Starved =
        "The share of a layer's latent weights at or beyond the bound within which they learn. Healthy: near zero, or "
        + "slowly rising in a long training. A quarter: the window is too narrow for the learning rate; widen it or "
        + "lower the rate.";

    public const string GradientMismatch =
        "How far the gradient that the quantizer passes on points from what the loss does when signs change along "
        + "it: 0 is in proportion, 1 unrelated, 2 the opposite. Near 1: the layer learns by chance; lower the "
        + "rate, or try another quantizer.";

    public const string GradientRatio =
        "The change of the loss that was measured over the one that the gradient predicts. Healthy: above zero, "
        + "and steady; large while latent weights crowd around zero, near 1 when they fill the window. At zero or "
        + "below it the gradient misleads.";

    public const string FittingError =
        "How far the kernel that the layer computes with lies from what its pseudo-gradient takes it for, at least 0.";

    public const string GradientInstability =
        "The variance of the sizes of a kernel's gradients, at least 0: the larger, the less steady the steps.";
}
