namespace Microsoft.ML.Larq.Optimizers;

/// <summary>
/// RMSprop: v ← ρ·v + (1−ρ)·g², b ← μ·b + η·g / √(v + ε), w ← w − b; v and b start at 0. Centered, m ← ρ·m + (1−ρ)·g
/// and v − m² stands in the root instead of v.
/// </summary>
/// <remarks>
/// Hinton, Srivastava and Swersky 2012, Neural networks for machine learning, lecture 6; ε within the root, as in
/// Keras' <c>RMSprop</c>.
/// </remarks>
internal sealed record RmsPropSpec : OptimizerSpec
{
    internal RmsPropSpec(
        Schedule? learningRate = null, Schedule? rho = null, Schedule? momentum = null, Schedule? epsilon = null,
        bool centered = false)
    {
        LearningRate = learningRate ?? 1e-3;
        Rho = Hyperparameter.Of(rho, 0.9, ValueRange.Share, "RMSprop", nameof(rho));
        Momentum = Hyperparameter.Of(momentum, 0, ValueRange.Share, "RMSprop", nameof(momentum));
        Epsilon = Hyperparameter.Of(epsilon, 1e-7, ValueRange.Positive, "RMSprop", nameof(epsilon));
        Centered = centered;
    }

    /// <summary>η over the course of training.</summary>
    public Schedule LearningRate { get; }

    /// <summary>ρ: decay of the averages.</summary>
    public Hyperparameter Rho { get; }

    /// <summary>μ: how much of the last step stays.</summary>
    public Hyperparameter Momentum { get; }

    /// <summary>Added within the root.</summary>
    public Hyperparameter Epsilon { get; }

    /// <summary>Whether the gradient's mean is taken off.</summary>
    public bool Centered { get; }

    internal override WeightOptimizer Create(IReadOnlyList<TrainedWeight> weights, Action<string> warn) =>
        new RmsPropOptimizer(this, weights);
}

public static partial class Optimize
{
    /// <inheritdoc cref="RmsPropSpec"/>
    /// <param name="learningRate">η, at least 0; default 0.001.</param>
    /// <param name="rho">ρ, decay of the averages, from 0 to below 1; default 0.9.</param>
    /// <param name="momentum">μ, from 0 to below 1; default 0.</param>
    /// <param name="epsilon">ε, added within the root, above 0; default 1e-7.</param>
    /// <param name="centered">Whether the gradient's mean is taken off; default false.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static OptimizerSpec RmsProp(
        Schedule? learningRate = null, Schedule? rho = null, Schedule? momentum = null, Schedule? epsilon = null,
        bool centered = false) =>
        new RmsPropSpec(learningRate, rho, momentum, epsilon, centered);
}
