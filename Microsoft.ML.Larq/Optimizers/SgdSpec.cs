namespace Microsoft.ML.Larq.Optimizers;

/// <summary>Stochastic gradient descent: b ← μ·b + g, w ← w − η·b; b starts at 0.</summary>
internal sealed record SgdSpec : OptimizerSpec
{
    internal SgdSpec(Schedule? learningRate = null, Schedule? momentum = null)
    {
        LearningRate = learningRate ?? 1e-2;
        Momentum = Hyperparameter.Of(momentum, 0, ValueRange.Share, "SGD", nameof(momentum));
    }

    /// <summary>η over the course of training.</summary>
    public Schedule LearningRate { get; }

    /// <summary>μ: how much of the last step stays.</summary>
    public Hyperparameter Momentum { get; }

    internal override WeightOptimizer Create(IReadOnlyList<TrainedWeight> weights, Action<string> warn) =>
        new SgdOptimizer(this, weights);
}

public static partial class Optimize
{
    /// <summary>
    /// Stochastic gradient descent: b ← μ·b + g, w ← w − η·b; b starts at 0. With Nesterov's momentum
    /// w ← w − η·(g + μ·b), with the new b.
    /// </summary>
    /// <param name="learningRate">η, at least 0; default 0.01.</param>
    /// <param name="momentum">μ, from 0 to below 1; default 0.</param>
    /// <param name="nesterov">Whether the momentum is Nesterov's; default false.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static OptimizerSpec Sgd(
        Schedule? learningRate = null, Schedule? momentum = null, bool nesterov = false)
    {
        var sgd = new SgdSpec(learningRate, momentum);
        return nesterov ? new NesterovSpec(sgd) : sgd;
    }
}
