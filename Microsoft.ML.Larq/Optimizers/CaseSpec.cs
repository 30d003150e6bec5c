namespace Microsoft.ML.Larq.Optimizers;

/// <summary>Trains different weights with different optimizers.</summary>
/// <remarks>
/// <para>
/// Who trains what is settled when training begins. A weight that two cases claim, and a case that claims no weight,
/// are errors; weights that no case claims go to the default, and stay as they are, with a warning, where there is
/// none.
/// </para>
/// <para>
/// The default's rates are reported under their own names, those of a case with its name appended:
/// <c>Learning Rate</c>, <c>Gamma/binary</c>.
/// </para>
/// <para>Larq: <c>CaseOptimizer</c>.</para>
/// </remarks>
internal sealed record CaseSpec : OptimizerSpec
{
    internal CaseSpec(OptimizerSpec? defaultOptimizer, IReadOnlyList<OptimizerCase> cases)
    {
        if (cases.Count == 0)
            throw new ArgumentException("Optimize.Case takes at least one case, got none.", nameof(cases));
        if (cases.GroupBy(one => one.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException(
                $"Optimize.Case: names of cases are different, got '{twice.Key}' twice.", nameof(cases));
        }

        Default = defaultOptimizer;
        Cases = [.. cases];
    }

    /// <summary>The cases, in order.</summary>
    public IReadOnlyList<OptimizerCase> Cases { get; }

    /// <summary>Trains what no case claims; null leaves it untrained.</summary>
    public OptimizerSpec? Default { get; }

    public bool Equals(CaseSpec? other) =>
        other is not null && Default == other.Default && Cases.SequenceEqual(other.Cases);

    public override int GetHashCode() => Cases.Aggregate(Default?.GetHashCode() ?? 0, HashCode.Combine);

    internal override WeightOptimizer Create(IReadOnlyList<TrainedWeight> weights, Action<string> warn)
    {
        var groups = Cases.Select(_ => new List<TrainedWeight>()).ToArray();
        var rest = new List<TrainedWeight>();
        foreach (var weight in weights) GroupOf(weight, groups, rest).Add(weight);
        for (var i = 0; i < groups.Length; i++)
        {
            if (groups[i].Count == 0)
            {
                throw new ArgumentException(
                    $"Option Optimizer: case '{Cases[i].Name}' claims no weight; there are "
                    + $"{string.Join(", ", weights.Select(weight => $"'{weight}' ({weight.Spec.Precision} bit)"))}.");
            }
        }

        if (Default is null && rest.Count > 0)
        {
            warn(
                $"Option Optimizer: no case claims {string.Join(", ", rest.Select(weight => $"'{weight}'"))}, and "
                + "there is no default; they are not trained.");
        }

        return new CaseOptimizer(weights, Parts(groups, rest, warn));
    }

    private List<TrainedWeight> GroupOf(TrainedWeight weight, List<TrainedWeight>[] groups, List<TrainedWeight> rest)
    {
        var claims = Enumerable.Range(0, groups.Length).Where(i => Cases[i].Claims(weight)).ToArray();
        return claims.Length switch
        {
            0 => rest,
            1 => groups[claims[0]],
            _ => throw new ArgumentException(
                $"Option Optimizer: weight '{weight}' is claimed by the cases "
                + $"'{string.Join("', '", claims.Select(i => Cases[i].Name))}'; one may claim it."),
        };
    }

    // Created one by one: if one does not fit, those before it are disposed.
    private List<(string Suffix, WeightOptimizer Optimizer)> Parts(
        List<TrainedWeight>[] groups, List<TrainedWeight> rest, Action<string> warn)
    {
        var parts = new List<(string Suffix, WeightOptimizer Optimizer)>();
        try
        {
            if (Default is not null && rest.Count > 0) parts.Add(("", Default.Create(rest, warn)));
            for (var i = 0; i < groups.Length; i++)
                parts.Add(("/" + Cases[i].Name, Cases[i].Optimizer.Create(groups[i], warn)));
            return parts;
        }
        catch
        {
            foreach (var (_, optimizer) in parts) optimizer.Dispose();
            throw;
        }
    }
}

public static partial class Optimize
{
    /// <summary>Trains the weights of precision 1, kernels with a binary quantizer, apart from the rest.</summary>
    /// <param name="binary">For weights of precision 1, for example <see cref="Bop"/>.</param>
    /// <param name="other">For all others, for example <see cref="Adam"/>.</param>
    /// <remarks><inheritdoc cref="CaseSpec" path="/remarks/para"/></remarks>
    public static OptimizerSpec Case(OptimizerSpec binary, OptimizerSpec other)
    {
        ArgumentNullException.ThrowIfNull(binary);
        ArgumentNullException.ThrowIfNull(other);
        return new CaseSpec(other, [new OptimizerCase("binary", weight => weight.Spec.Precision == 1, binary)]);
    }

    /// <inheritdoc cref="CaseSpec"/>
    /// <param name="defaultOptimizer">Trains what no case claims; null leaves it untrained, with a warning.</param>
    /// <param name="cases">
    /// The cases, at least one, for example <c>("head", weight =&gt; weight.Layer == "head", Optimize.Sgd(0.1f))</c>: a
    /// name, by which errors and reported rates call it; whether a weight is this case's, asked once for each weight
    /// when training begins; and what trains those.
    /// </param>
    /// <exception cref="ArgumentException">
    /// There is no case, two have one name, or one has no name, no question or no optimizer.
    /// </exception>
    public static OptimizerSpec Case(
        OptimizerSpec? defaultOptimizer,
        params IReadOnlyList<(string Name, Func<TrainedWeight, bool> Claims, OptimizerSpec Optimizer)> cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        return new CaseSpec(
            defaultOptimizer, [.. cases.Select(one => new OptimizerCase(one.Name, one.Claims, one.Optimizer))]);
    }
}
