namespace Microsoft.ML.Larq.Optimizers;

/// <summary>Stochastic gradient descent: b ← μ·b + g, w ← w − η·b; b starts at 0.</summary>
internal sealed record SgdSpec : OptimizerSpec
{
    internal SgdSpec(Schedule learningRate, double momentum)
    {
        LearningRate = learningRate;
        Momentum = Share(momentum, "SGD", nameof(momentum));
    }

    /// <summary>η over the course of training.</summary>
    public Schedule LearningRate { get; }

    /// <summary>μ: how much of the last step stays.</summary>
    public double Momentum { get; }

    internal override WeightOptimizer Create(IReadOnlyList<TrainedWeight> weights, Action<string> warn) =>
        new SgdOptimizer(this, weights);
}

public static partial class Optimize
{
    /// <inheritdoc cref="SgdSpec"/>
    /// <param name="learningRate">η, at least 0; default 0.01.</param>
    /// <param name="momentum">μ, from 0 to below 1; default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static OptimizerSpec Sgd(Schedule? learningRate = null, double momentum = 0) =>
        new SgdSpec(learningRate ?? 1e-2f, momentum);
}
