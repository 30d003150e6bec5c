namespace Microsoft.ML.Larq.Optimizers;

/// <summary>
/// Bop: flips a binary weight when the average of its gradient pushes against its sign hard enough. It has no learning
/// rate and needs no latent weights.
/// </summary>
/// <remarks>
/// <para>
/// m ← m + γ·(g − m), m at first 0; then w ← sign(−s(w·m − τ)·w), with sign(0) = +1 and the three-valued s. So w flips
/// when w·m &gt; τ, and is otherwise sign(w): real numbers become ±1 at the first step, 0 becomes +1, and, as in Larq,
/// a tie w·m = τ ends at +1 whatever w was. All in single precision, in this order.
/// </para>
/// <para>
/// For kernels of precision 1 only, so with <see cref="Optimize.Case(OptimizerSpec, OptimizerSpec)"/>. With the
/// quantizer
/// <c>NoOp(precision=1)</c> the kernel itself is what the layer computes with.
/// </para>
/// <para>Helwegen et al. 2019, <see href="https://arxiv.org/abs/1906.02107"/>, algorithm 1; Larq: <c>Bop</c>.</para>
/// </remarks>
internal sealed record BopSpec : OptimizerSpec
{
    internal BopSpec(Schedule threshold, Schedule gamma)
    {
        Threshold = threshold;
        Gamma = gamma;
    }

    /// <summary>τ: how hard the average must push.</summary>
    public Schedule Threshold { get; }

    /// <summary>γ: how much of the average is new in each step.</summary>
    public Schedule Gamma { get; }

    internal override WeightOptimizer Create(IReadOnlyList<TrainedWeight> weights, Action<string> warn)
    {
        if (weights.FirstOrDefault(weight => weight.Spec.Precision != 1) is { } other)
        {
            throw new ArgumentException(
                $"Option Optimizer: Bop trains weights of precision 1, got '{other}' of precision "
                + $"{other.Spec.Precision}; Optimize.Case(binary: Optimize.Bop(), other: Optimize.Adam()) trains the "
                + "others with Adam.");
        }

        return new BopOptimizer(this, weights);
    }
}

public static partial class Optimize
{
    /// <inheritdoc cref="BopSpec"/>
    /// <param name="threshold">τ, at least 0; default 1e-8.</param>
    /// <param name="gamma">γ, at least 0 and usually far below 1; default 1e-4.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static OptimizerSpec Bop(Schedule? threshold = null, Schedule? gamma = null) =>
        new BopSpec(threshold ?? 1e-8, gamma ?? 1e-4);
}
