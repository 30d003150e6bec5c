namespace Microsoft.ML.Larq.Optimizers;

/// <summary>Says which optimizer trains the weights, and with what; <see cref="Optimize"/> makes them.</summary>
public abstract record OptimizerSpec
{
    private protected OptimizerSpec()
    {
    }

    /// <summary>Makes the optimizer of a network's weights.</summary>
    /// <param name="weights">The weights; not empty.</param>
    /// <param name="warn">Receives warnings for the user.</param>
    /// <exception cref="ArgumentException">The optimizer cannot train a weight; the message names it.</exception>
    internal abstract WeightOptimizer Create(IReadOnlyList<TrainedWeight> weights, Action<string> warn);
}
