namespace Microsoft.ML.Larq.Optimizers;

/// <summary>AdamW: w ← w − η·λ·w, then Adam's step; the decay is not seen by Adam's averages.</summary>
/// <remarks>
/// <para>
/// Decays every weight: latent kernels, biases and batch normalization alike. Latent kernels that decay flip more.
/// </para>
/// <para>Loshchilov and Hutter 2019, <see href="https://arxiv.org/abs/1711.05101"/>, algorithm 2.</para>
/// </remarks>
internal sealed record AdamWSpec : OptimizerSpec
{
    internal AdamWSpec(AdamSpec adam, Schedule? weightDecay = null)
    {
        Adam = adam;
        WeightDecay = Hyperparameter.Of(
            weightDecay, 0.004, ValueRange.AtLeastZero, "AdamW", nameof(weightDecay)) with
        { Name = "Weight Decay" };
    }

    /// <summary>Learning rate and decays of the averages.</summary>
    public AdamSpec Adam { get; }

    /// <summary>λ: the share of a weight, times the learning rate, that is lost in a step.</summary>
    public Hyperparameter WeightDecay { get; }

    internal override WeightOptimizer Create(IReadOnlyList<TrainedWeight> weights, Action<string> warn) =>
        new AdamOptimizer(Adam, weights, WeightDecay);
}

public static partial class Optimize
{
    /// <inheritdoc cref="AdamWSpec"/>
    /// <param name="learningRate">η, at least 0; default 0.001.</param>
    /// <param name="weightDecay">λ, at least 0; default 0.004, as in Keras.</param>
    /// <param name="beta1">Decay of the gradient's mean, from 0 to below 1; default 0.9.</param>
    /// <param name="beta2">Decay of the squared gradient's mean, from 0 to below 1; default 0.999.</param>
    /// <param name="epsilon">Added to the denominator, above 0; default 1e-7, as in Keras.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static OptimizerSpec AdamW(
        Schedule? learningRate = null, Schedule? weightDecay = null, Schedule? beta1 = null, Schedule? beta2 = null,
        Schedule? epsilon = null) =>
        new AdamWSpec(new AdamSpec(learningRate, beta1, beta2, epsilon), weightDecay);
}
