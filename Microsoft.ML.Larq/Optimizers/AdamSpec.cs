namespace Microsoft.ML.Larq.Optimizers;

/// <summary>
/// Adam: m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², w ← w − η·m̂/(√v̂ + ε), with m̂, v̂ corrected for their start at 0:
/// m̂ = m / (1 − Πβ₁), v̂ = v / (1 − Πβ₂), the products over all steps so far.
/// </summary>
/// <remarks>Kingma and Ba 2015, <see href="https://arxiv.org/abs/1412.6980"/>, algorithm 1.</remarks>
internal sealed record AdamSpec : OptimizerSpec
{
    internal AdamSpec(
        Schedule? learningRate = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? epsilon = null)
    {
        LearningRate = learningRate ?? 1e-3;
        Beta1 = Hyperparameter.Of(beta1, 0.9, ValueRange.Share, "Adam", nameof(beta1));
        Beta2 = Hyperparameter.Of(beta2, 0.999, ValueRange.Share, "Adam", nameof(beta2));
        Epsilon = Hyperparameter.Of(epsilon, 1e-7, ValueRange.Positive, "Adam", nameof(epsilon));
    }

    /// <summary>η over the course of training.</summary>
    public Schedule LearningRate { get; }

    /// <summary>Decay of the gradient's mean.</summary>
    public Hyperparameter Beta1 { get; }

    /// <summary>Decay of the squared gradient's mean.</summary>
    public Hyperparameter Beta2 { get; }

    /// <summary>Added to the denominator.</summary>
    public Hyperparameter Epsilon { get; }

    internal override WeightOptimizer Create(IReadOnlyList<TrainedWeight> weights, Action<string> warn) =>
        new AdamOptimizer(this, weights);
}

public static partial class Optimize
{
    /// <inheritdoc cref="AdamSpec"/>
    /// <param name="learningRate">η, at least 0; default 0.001.</param>
    /// <param name="beta1">Decay of the gradient's mean, from 0 to below 1; default 0.9.</param>
    /// <param name="beta2">Decay of the squared gradient's mean, from 0 to below 1; default 0.999.</param>
    /// <param name="epsilon">Added to the denominator, above 0; default 1e-7, as in Keras.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static OptimizerSpec Adam(
        Schedule? learningRate = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? epsilon = null) =>
        new AdamSpec(learningRate, beta1, beta2, epsilon);
}
