namespace Microsoft.ML.Larq.Optimizers;

/// <summary>
/// Adam: m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², w ← w − η·m̂/(√v̂ + ε), with m̂, v̂ corrected for their start at 0.
/// </summary>
/// <remarks>Kingma and Ba 2015, <see href="https://arxiv.org/abs/1412.6980"/>, algorithm 1.</remarks>
internal sealed record AdamSpec : OptimizerSpec
{
    internal AdamSpec(Schedule learningRate, double beta1, double beta2, double epsilon)
    {
        LearningRate = learningRate;
        Beta1 = Share(beta1, "Adam", nameof(beta1));
        Beta2 = Share(beta2, "Adam", nameof(beta2));
        if (!(epsilon > 0 && double.IsFinite(epsilon)))
            throw new ArgumentOutOfRangeException(
                nameof(epsilon), epsilon, "Adam's epsilon is a finite number above 0.");
        Epsilon = epsilon;
    }

    /// <summary>η over the course of training.</summary>
    public Schedule LearningRate { get; }

    /// <summary>Decay of the gradient's mean.</summary>
    public double Beta1 { get; }

    /// <summary>Decay of the squared gradient's mean.</summary>
    public double Beta2 { get; }

    /// <summary>Added to the denominator.</summary>
    public double Epsilon { get; }

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
        Schedule? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7) =>
        new AdamSpec(learningRate ?? 1e-3f, beta1, beta2, epsilon);
}
