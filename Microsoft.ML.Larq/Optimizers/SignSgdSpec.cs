namespace Microsoft.ML.Larq.Optimizers;

/// <summary>
/// Descent by signs: m ← μ·m + (1−μ)·g, w ← w − η·sign(m), with sign(0) = 0; m starts at 0. Without momentum m = g.
/// </summary>
/// <remarks>
/// Bernstein et al. 2018, <see href="https://arxiv.org/abs/1802.04434"/>: signSGD, and Signum with momentum. On several
/// ranks whose wire is <c>GradientWire.OneBit</c> the sign of a binary kernel is the majority's
/// (<see href="https://arxiv.org/abs/1810.05291"/>).
/// </remarks>
internal sealed record SignSgdSpec : OptimizerSpec
{
    internal SignSgdSpec(Schedule? learningRate = null, Schedule? momentum = null)
    {
        LearningRate = learningRate ?? 1e-3;
        Momentum = Hyperparameter.Of(momentum, 0, ValueRange.Share, "signSGD", nameof(momentum));
    }

    /// <summary>η over the course of training.</summary>
    public Schedule LearningRate { get; }

    /// <summary>μ: how much of the mean stays.</summary>
    public Hyperparameter Momentum { get; }

    internal override WeightOptimizer Create(IReadOnlyList<TrainedWeight> weights, Action<string> warn) =>
        new SignSgdOptimizer(this, weights);
}

public static partial class Optimize
{
    /// <inheritdoc cref="SignSgdSpec"/>
    /// <param name="learningRate">η, at least 0: how far each weight moves in a step; default 0.001.</param>
    /// <param name="momentum">μ, from 0 to below 1; default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static OptimizerSpec SignSgd(Schedule? learningRate = null, Schedule? momentum = null) =>
        new SignSgdSpec(learningRate, momentum);
}
