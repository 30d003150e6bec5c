using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Optimizers;

/// <summary>Says which optimizer trains the weights, and with what; <see cref="Optimize"/> makes them.</summary>
public abstract record OptimizerSpec
{
    private protected OptimizerSpec(Schedule learningRate) => LearningRate = learningRate;

    /// <summary>The rate over the course of training.</summary>
    public Schedule LearningRate { get; }

    internal abstract WeightOptimizer Create(IEnumerable<Tensor> weights);

    private protected static double Share(double value, string optimizer, string parameter) => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(parameter, value, $"{optimizer}'s {parameter} is from 0 to below 1.");
}
