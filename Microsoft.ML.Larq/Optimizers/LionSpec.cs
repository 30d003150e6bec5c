namespace Microsoft.ML.Larq.Optimizers;

/// <summary>
/// Lion: w ← w − η·(sign(β₁·m + (1−β₁)·g) + λ·w), with sign(0) = 0, then m ← β₂·m + (1−β₂)·g; m starts at 0.
/// </summary>
/// <remarks>
/// <para>
/// Every weight moves by η, whatever its gradient's size: rates are those of Adam divided by three to ten. Chen et al.
/// 2023, <see href="https://arxiv.org/abs/2302.06675"/>, algorithm 2; β and η as in Keras' <c>Lion</c>.
/// </para>
/// <para>
/// On several ranks whose wire is <c>GradientWire.OneBit</c> the sign of a binary kernel is that of the majority of
/// ranks, each with a momentum of its own: Distributed Lion, <see href="https://arxiv.org/abs/2404.00438"/>. These
/// become their mean every 256 steps and at the end of every epoch.
/// </para>
/// </remarks>
internal sealed record LionSpec : OptimizerSpec
{
    internal LionSpec(
        Schedule? learningRate = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? weightDecay = null)
    {
        LearningRate = learningRate ?? 1e-3;
        Beta1 = Hyperparameter.Of(beta1, 0.9, ValueRange.Share, "Lion", nameof(beta1));
        Beta2 = Hyperparameter.Of(beta2, 0.99, ValueRange.Share, "Lion", nameof(beta2));
        WeightDecay = Hyperparameter.Of(
            weightDecay, 0, ValueRange.AtLeastZero, "Lion", nameof(weightDecay)) with
        { Name = "Weight Decay" };
    }

    /// <summary>η over the course of training.</summary>
    public Schedule LearningRate { get; }

    /// <summary>β₁: the momentum's share of the direction.</summary>
    public Hyperparameter Beta1 { get; }

    /// <summary>β₂: how much of the momentum stays.</summary>
    public Hyperparameter Beta2 { get; }

    /// <summary>λ: the share of a weight, times the learning rate, that is lost in a step.</summary>
    public Hyperparameter WeightDecay { get; }

    internal override WeightOptimizer Create(IReadOnlyList<TrainedWeight> weights, Action<string> warn) =>
        new LionOptimizer(this, weights);
}

public static partial class Optimize
{
    /// <inheritdoc cref="LionSpec"/>
    /// <param name="learningRate">η, at least 0: how far each weight moves in a step; default 0.001.</param>
    /// <param name="beta1">β₁, from 0 to below 1; default 0.9.</param>
    /// <param name="beta2">β₂, from 0 to below 1; default 0.99.</param>
    /// <param name="weightDecay">λ, at least 0; default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static OptimizerSpec Lion(
        Schedule? learningRate = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? weightDecay = null) =>
        new LionSpec(learningRate, beta1, beta2, weightDecay);
}
