namespace Microsoft.ML.Larq.Optimizers;

/// <summary>SGD with Nesterov's momentum: b ← μ·b + g, w ← w − η·(g + μ·b), with the new b.</summary>
/// <remarks>
/// Sutskever et al. 2013, On the importance of initialization and momentum in deep learning; at a constant rate the
/// same as Keras' <c>SGD(nesterov=True)</c>.
/// </remarks>
internal sealed record NesterovSpec : OptimizerSpec
{
    internal NesterovSpec(SgdSpec sgd) => Sgd = sgd;

    /// <summary>Learning rate and momentum.</summary>
    public SgdSpec Sgd { get; }

    internal override WeightOptimizer Create(IReadOnlyList<TrainedWeight> weights, Action<string> warn) =>
        new SgdOptimizer(Sgd, weights, looksAhead: true);
}
